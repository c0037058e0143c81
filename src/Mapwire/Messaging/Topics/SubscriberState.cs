namespace Mapwire;

/// <summary>What a participant's cell says of it as a subscriber: bits 0-7 how far it is, 8-15 its policy, 16-31 a version that grows each time that somebody joins.</summary>
internal readonly record struct SubscriberState(int Word)
{
    /// <summary>No subscriber.</summary>
    public const int None = 0;

    /// <summary>It is choosing where to begin; what its cursors say counts already.</summary>
    public const int Joining = 1;

    /// <summary>It reads.</summary>
    public const int Live = 2;

    /// <summary>It was too slow, and reads no more.</summary>
    public const int Disconnected = 3;

    public int Kind => Word & 0xFF;

    public SubscriberPolicy Policy => (SubscriberPolicy)(Word >> 8 & 0xFF);

    /// <summary>Whether publishers wait for it.</summary>
    public bool IsBounding => Policy == SubscriberPolicy.Block && Kind is (Joining or Live);

    public bool IsKnown => Kind <= Disconnected && Policy <= SubscriberPolicy.Disconnect;

    /// <summary>The same version, further on.</summary>
    public SubscriberState As(int kind) => new((Word & ~0xFF) | kind);

    /// <summary>The next version, joining.</summary>
    public SubscriberState Next(SubscriberPolicy policy) => new(unchecked((Word & (int)0xFFFF0000) + 0x10000) | ((int)policy << 8) | Joining);
}
