namespace Mapwire.Benchmarks.CrossProcess.Locks;

/// <summary>How .NET code keeps others out.</summary>
internal enum LockWay
{
    /// <summary>A <see cref="Mapwire.SharedMutex"/> as it is by default.</summary>
    Shared = 0,

    /// <summary>A <see cref="Mapwire.SharedMutex"/> that sleeps at once.</summary>
    SharedPark = 1,

    /// <summary>The framework's <see cref="Mutex"/> with a name.</summary>
    NamedMutex = 2,

    /// <summary>The framework's <see cref="System.Threading.Lock"/>, which knows no other process.</summary>
    Lock = 3,
}
