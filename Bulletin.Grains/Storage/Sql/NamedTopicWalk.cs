using Bulletin.Grains.Directory;

namespace Bulletin.Grains.Storage.Sql;

/// <summary>Reads a list of topics by activity, only as far as it is needed.</summary>
/// <param name="read">Reads so many topics after a place.</param>
internal sealed class NamedTopicWalk(Func<DirectoryCursor?, int, Task<List<NamedTopic>>> read, DirectoryCursor? after)
{
    private const int First = 250, Growth = 3;

    private readonly List<NamedTopic> topics = [];

    public int Count => topics.Count;

    public bool IsAtEnd { get; private set; }

    /// <summary>Where it has come to.</summary>
    public DirectoryCursor? Place => topics is [.., var last] ? last.Cursor : after;

    /// <summary>Those that fit, in order, among so many; it stops when it has found more than are needed.</summary>
    public async Task<List<NamedTopic>> Find(Func<NamedTopic, bool> fits, int needed, int among)
    {
        var found = topics.Where(fits).ToList();
        while (found.Count <= needed && !IsAtEnd && topics.Count < among)
        {
            var some = Math.Min(among - topics.Count, Math.Max(First, Growth * topics.Count));
            var next = await read(Place, some);
            IsAtEnd = next.Count < some;
            topics.AddRange(next);
            found.AddRange(next.Where(fits));
        }
        return found;
    }
}
