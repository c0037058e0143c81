namespace Mapwire.Platform;

/// <summary>What the system says of a file: enough to tell one file from another and whose it is.</summary>
internal readonly record struct FileFacts(
    ulong Device, ulong Inode, bool IsRegular, bool IsDirectory, int Mode, uint Owner, long Size, long Allocated, int Links, DateTimeOffset Created)
{
    public bool IsSameFile(FileFacts other) => Device == other.Device && Inode == other.Inode;
}
