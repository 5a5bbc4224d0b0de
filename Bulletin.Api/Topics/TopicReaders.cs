using Bulletin.Grains.Topics.Members;

namespace Bulletin.Api.Topics;

/// <summary>Who may be told the changes of a topic, as a gateway knows it. Only goes forward. Not thread-safe.</summary>
internal sealed class TopicReaders
{
    private Readers? known;
    private HashSet<Guid>? members;

    // The last version that the topic announced.
    private long heard;

    // Counts the changes whose version is not known, and how many of them have been read since.
    private int doubted, settled;

    /// <summary>Whether there may be newer ones: until these are read, nobody is told anything new.</summary>
    public bool AreBehind => known is null || heard > known.Version || doubted != settled;

    public int Doubts => doubted;

    /// <summary>The version that is known; 0 for a public topic, -1 for none.</summary>
    public long Version => known?.Version ?? -1;

    public bool IsPublic => known is { Access: Access.Public };

    public bool Has(Guid userId) => known is not null && (members is null || members.Contains(userId));

    /// <summary>The topic has announced something as of this version.</summary>
    public void Heard(long version) => heard = Math.Max(heard, version);

    /// <summary>They were changed, to a version that is not known.</summary>
    public void Doubt() => doubted++;

    /// <summary>They were read after this many <see cref="Doubts"/>.</summary>
    public void Settle(int doubts) => settled = Math.Max(settled, doubts);

    /// <returns>False if they are known already, or outdated.</returns>
    public bool Take(Readers latest)
    {
        if (known is not null && latest.Version <= known.Version) return false;
        (known, members) = (latest, latest.UserIds?.ToHashSet());
        Heard(latest.Version);
        return true;
    }
}
