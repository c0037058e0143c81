namespace Mapwire;

/// <summary>What becomes of a subscriber that does not keep up. Each subscriber chooses for itself.</summary>
public enum SubscriberPolicy
{
    /// <summary>Publishers wait for it: nothing is lost, and a subscriber that stops stops them.</summary>
    Block = 0,

    /// <summary>It loses the oldest messages, and goes on with newer ones.</summary>
    DropOldest = 1,

    /// <summary>It loses the newer messages: what came first is kept, in a backlog of its own (<see cref="TopicOptions.Backlog"/>); then it goes on with the last.</summary>
    DropNewest = 2,

    /// <summary>It is disconnected, and told so.</summary>
    Disconnect = 3,
}
