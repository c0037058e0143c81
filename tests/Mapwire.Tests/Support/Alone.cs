using System.Diagnostics.CodeAnalysis;
using Xunit;

namespace Mapwire.Tests.Support;

/// <summary>Tests that measure the whole process, or change it: nothing else runs beside them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
[SuppressMessage("Naming", "CA1711", Justification = "The runner looks for it by its attribute.")]
public sealed class Alone
{
    public const string Name = "Alone";
}
