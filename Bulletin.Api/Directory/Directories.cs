using Bulletin.Api.Fanout;
using Bulletin.Api.Http;
using Bulletin.Grains.Directory;
using Bulletin.Grains.Topics;
using Bulletin.Grains.Topics.Members;

namespace Bulletin.Api.Directory;

/// <summary>
/// The topics that a person may see, by most recent activity: the public ones and their own, merged. The first pages are read from memory;
/// the tails and searches from the index.
/// </summary>
internal sealed partial class Directories(PublicDirectory publicList, PersonalDirectories personal, IGrainFactory grains, TimeProvider clock, ILogger<Directories> logger)
{
    /// <summary>How many topics are read at once for a page of one kind, and how often for one page.</summary>
    private const int ReadAtOnce = 200, ReadsPerPage = 5;

    /// <summary>
    /// How long a page waits for somebody's own topics. It must not go without them, but public topics come from memory, and a client that
    /// is told to try again does so.
    /// </summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    // Resolved on use only: looking a grain up by its interface takes a microsecond or two.
    private ITopicIndexGrain Index => grains.GetGrain<ITopicIndexGrain>(0);

    /// <param name="after">Where the page before ended; null for the first.</param>
    /// <param name="query">Only names that contain each of its words, ignoring case and accents, or, if there are none, words that it abbreviates; null for all.</param>
    /// <param name="access">Only topics of this kind; null for all.</param>
    public async ValueTask<TopicPage> Page(Guid viewer, int limit, DirectoryCursor? after, string? query, Access? access, CancellationToken cancellationToken)
    {
        var own = access == Access.Public ? null : await Own(viewer, cancellationToken);
        if (query is not null) return await Search(viewer, own, query, limit, after, access, cancellationToken);
        if (access is Access.Private or Access.Direct) return await Only(access.Value, viewer, own, limit, after, cancellationToken);

        var shared = publicList.Held(limit, after) ?? await Read(of: null, limit, after, cancellationToken);
        if (access == Access.Public || own is { IsEmpty: true }) return shared;
        var mine = own?.Held(limit, after);
        if (own is not null && mine is not null && limit == DirectoryReplica.FirstPage && after is null) return own.Merge(shared, mine);
        if (mine is null)
        {
            var reading = Read(viewer, limit, after, cancellationToken);
            reading.Ignore();
            mine = await (own is { IsLoaded: false } ? reading.WaitAsync(Patience, clock, cancellationToken) : reading);
        }
        return TopicPage.Merge(shared, mine, limit);
    }

    /// <summary>Tells a connection what moves from now on in the lists of its user.</summary>
    /// <returns>What it is to leave when it ends.</returns>
    /// <exception cref="TimeoutException">A list can't be reached.</exception>
    public async Task<IReadOnlyList<Audience>> Watch(SendQueue queue, CancellationToken cancellationToken)
    {
        await publicList.Ready(cancellationToken);
        while (true)
        {
            var own = personal.Open(queue.UserId);
            own.Touch();
            await own.Load(cancellationToken);
            if (!own.Join(queue)) continue;
            publicList.Audience.Join(queue, revision: 0);
            return [publicList.Audience, own.Audience];
        }
    }

    /// <summary>A topic was created or changed by this person, through this gateway.</summary>
    /// <remarks>Only their own list is moved: others may have been removed meanwhile.</remarks>
    public void Saw(Topic topic, Guid viewer)
    {
        if (topic.Access == Access.Public) publicList.Saw(topic);
        else personal.Find(viewer)?.Saw(topic);
    }

    /// <summary>A message was posted, edited or deleted by this person, through this gateway.</summary>
    public void Saw(Message message, Guid viewer)
    {
        if (!publicList.Saw(message)) personal.Find(viewer)?.Saw(message);
    }

    /// <summary>A topic was removed by this person, through this gateway.</summary>
    public void SawRemoved(Guid topicId, Guid viewer)
    {
        publicList.SawRemoved(topicId);
        SawLeft(topicId, viewer);
    }

    /// <summary>A topic was restored through this gateway.</summary>
    /// <remarks>People's own lists are told by their grains: what was removed from one is not kept from coming back.</remarks>
    public void SawRestored(Topic topic)
    {
        if (topic.Access == Access.Public) publicList.SawRestored(topic);
    }

    /// <summary>This person has left a topic, through this gateway.</summary>
    public void SawLeft(Guid topicId, Guid viewer) => personal.Find(viewer)?.SawRemoved(topicId);

    /// <summary>A topic as this person's list holds it here; null if it does not.</summary>
    public Topic? Held(Guid topicId, Guid viewer) => personal.Find(viewer)?.Held(topicId);

    /// <summary>This person has hidden a conversation, through this gateway. Unless it went on meanwhile, it leaves their list.</summary>
    /// <param name="before">As it was <see cref="Held(Guid, Guid)"/> before the call.</param>
    public void SawHidden(Topic? before, Guid viewer)
    {
        if (before is not null) personal.Find(viewer)?.SawHidden(before);
    }

    /// <summary>A person's own list; null if it can't be held here, and is read from the index.</summary>
    private async ValueTask<PersonalDirectory?> Own(Guid viewer, CancellationToken cancellationToken)
    {
        var own = personal.ForReading(viewer);
        if (own is null or { IsLoaded: true }) return own;
        try
        {
            var loading = own.Load(cancellationToken);
            loading.Ignore();
            await loading.WaitAsync(Patience, clock, cancellationToken);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            LogNotLoaded(e, own);
        }
        return own;
    }

    private async Task<TopicPage> Read(Guid? of, int limit, DirectoryCursor? after, CancellationToken cancellationToken)
    {
        var topics = await Index.Page(limit + 1, after, of, cancellationToken).InTime(cancellationToken);
        // A silo of an earlier version knows only public topics, whosever are asked for.
        return TopicPage.Cut(of is null ? topics : [.. topics.Where(topic => topic.Access != Access.Public)], limit);
    }

    private async ValueTask<TopicPage> Only(Access access, Guid viewer, PersonalDirectory? own, int limit, DirectoryCursor? after, CancellationToken cancellationToken)
    {
        if (own?.Held(limit, after, access) is { } held) return held;

        // The index knows no kinds, and somebody may have a thousand of one before the first of the other: like a search, this reads so
        // far and no further.
        List<Topic> found = [];
        for (var reads = 0; reads < ReadsPerPage && found.Count <= limit; reads++)
        {
            var topics = await Index.Page(ReadAtOnce, after, viewer, cancellationToken).InTime(cancellationToken);
            found.AddRange(topics.Where(topic => topic.Access == access));
            if (topics.Count < ReadAtOnce) return TopicPage.Cut(found, limit);
            after = DirectoryCursor.Of(topics[^1]);
        }
        return found.Count > limit ? TopicPage.Cut(found, limit) : new(found, after);
    }

    private async ValueTask<TopicPage> Search(
        Guid viewer, PersonalDirectory? own, string query, int limit, DirectoryCursor? after, Access? access, CancellationToken cancellationToken)
    {
        var shared = access is null or Access.Public ? await In(of: null) : null;
        if (shared is not null && (access == Access.Public || own is { IsEmpty: true })) return Page(shared);
        var mine = await In(viewer);
        if (shared is null) return new([.. mine.Items.Where(topic => topic.Access == access)], mine.Next);
        // Abbreviations are for when no name contains what was typed.
        if (shared.IsLoose != mine.IsLoose) return Page(shared.IsLoose ? mine : shared);
        return TopicPage.Merge(Page(shared), Page(mine), limit);

        Task<TopicsFound> In(Guid? of) => Index.Search(query, limit, after, of, cancellationToken).InTime(cancellationToken);

        static TopicPage Page(TopicsFound found) => new(found.Items, found.Next);
    }

    [LoggerMessage(LogLevel.Warning, "Could not load {List}")]
    private partial void LogNotLoaded(Exception reason, DirectoryReplica list);
}
