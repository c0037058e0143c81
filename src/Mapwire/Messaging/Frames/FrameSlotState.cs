namespace Mapwire;

/// <summary>What a slot of a pool of frames is.</summary>
public enum FrameSlotState
{
    /// <summary>Nothing is in it.</summary>
    Free = 0,

    /// <summary>A publisher or writer has it, to fill it.</summary>
    Filling = 1,

    /// <summary>There is a frame in it. It is filled again when nobody needs it any more.</summary>
    Published = 2,
}
