namespace Mapwire.Tool.Bench;

/// <summary>What is done over a link, whatever it is.</summary>
internal interface ILinkWork
{
    SideReport Do<TLink>(ref TLink link)
        where TLink : struct, ILink, allows ref struct;
}
