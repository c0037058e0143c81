namespace Mapwire;

/// <summary>Whether somebody needs a slot of a pool of frames, and what for.</summary>
public enum FrameSlotUse
{
    /// <summary>Nothing is in it, and nobody holds it.</summary>
    Free = 0,

    /// <summary>A publisher or writer has it: to fill it, or to tell of it.</summary>
    Filling = 1,

    /// <summary>The frame in it waits: of a topic, for subscribers for whom publishers wait; of a queue, for a reader.</summary>
    Waiting = 2,

    /// <summary>Subscribers hold it, or a reader has it. Others may wait for the same frame.</summary>
    Held = 3,

    /// <summary>It may be filled again: all for whom publishers wait have read the frame in it, or its reader is done with it.</summary>
    Done = 4,

    /// <summary>It says what no slot says: somebody wrote over it.</summary>
    Unknown = 5,
}
