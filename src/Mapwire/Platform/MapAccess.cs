namespace Mapwire;

/// <summary>What a map or a view may be used for.</summary>
public enum MapAccess
{
    /// <summary>Read and write; writes are seen by everybody who maps the same bytes.</summary>
    ReadWrite = 0,

    /// <summary>Read only; nobody can be harmed through it.</summary>
    ReadOnly = 1,

    /// <summary>Read and write; a written page becomes private to this view and is seen by nobody else.</summary>
    CopyOnWrite = 2,

    /// <summary>Read and execute, where the system allows it.</summary>
    ReadExecute = 3,

    /// <summary>Read, write and execute, where the system allows it.</summary>
    ReadWriteExecute = 4,
}
