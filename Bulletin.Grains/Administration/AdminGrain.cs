using Bulletin.Grains.Accounts;
using Bulletin.Grains.Audit;
using Bulletin.Grains.Search;
using Bulletin.Grains.Topics.Members;
using Orleans.Concurrency;

namespace Bulletin.Grains.Administration;

[StatelessWorker, Reentrant]
internal sealed class AdminGrain(IAdminIndex index, IUserStore users, IAuditLog log, TimeProvider clock) : Grain, IAdminGrain
{
    /// <summary>There may be many pages of messages that are deleted already before the first with one that is not.</summary>
    private static readonly TimeSpan FindingPatience = TimeSpan.FromSeconds(1.5);

    public Task<ListPage<ListedUser>> Users(UserQuery query, CancellationToken cancellationToken) => index.Users(query, clock.GetUtcNow(), cancellationToken);

    public async Task<Outcome<UserDetails>> User(Guid userId, CancellationToken cancellationToken) =>
        await index.User(userId, cancellationToken) is { } found ? found : Refusal.UserNotFound;

    public Task<ListPage<ListedTopic>> Topics(TopicQuery query, CancellationToken cancellationToken) => index.Topics(query, cancellationToken);

    public async Task<Outcome<ListedTopic>> Topic(Guid topicId, CancellationToken cancellationToken) =>
        await index.Topic(topicId, cancellationToken) is { } found ? found : Refusal.TopicNotFound;

    public async Task<ListPage<ListedMessage>> Messages(MessageQuery query, Actor actor, CancellationToken cancellationToken)
    {
        var page = query.Search is null ? await index.Messages(query, cancellationToken) : await Search(query, cancellationToken);
        AuditEntry[] readings = [.. page.Items.Where(item => item.Topic.Access != Access.Public).GroupBy(item => item.Topic.Id).Select(Reading)];
        if (readings.Length > 0) await log.Write(readings, cancellationToken);
        return page;

        AuditEntry Reading(IGrouping<Guid, ListedMessage> read) =>
            actor.Did(
                AuditActions.TopicMessagesRead, AuditTarget.Topic(read.Key, read.First().Topic.Name),
                before: null, after: query.Search is { } text ? new { query = text } : null, clock.GetUtcNow());
    }

    public async Task<MessagesToDelete> FindToDelete(FindMessagesToDelete command, CancellationToken cancellationToken)
    {
        List<MessagePlace> places = [];
        var next = command.After;
        var began = clock.GetTimestamp();
        do
        {
            MessageQuery query = new(Search: null, command.AuthorId, TopicId: null, command.Since, To: null, Deleted: false, MessagesToDelete.Most - places.Count, next);
            var page = await index.Messages(query, cancellationToken);
            places.AddRange(page.Items.Select(item => new MessagePlace(item.Message.TopicId, item.Message.Seq)));
            next = page.Next;
        }
        while (next is not null && places.Count < MessagesToDelete.Most && clock.GetElapsedTime(began) < FindingPatience);
        return new(places, next);
    }

    public Task<ListPage<ListedAct>> Audit(AuditQuery query, CancellationToken cancellationToken) => index.Audit(query, cancellationToken);

    public Task<string?> FindReset(byte[] tokenHash, CancellationToken cancellationToken) => users.FindReset(tokenHash, clock.GetUtcNow(), cancellationToken);

    private async Task<ListPage<ListedMessage>> Search(MessageQuery query, CancellationToken cancellationToken)
    {
        if (MessageSearch.Of(query) is not { } search) return new([], Next: null);

        var found = await GrainFactory.GetGrain<ISearchGrain>(0).Search(viewer: null, search, query.After?.Seq, query.Limit, cancellationToken);
        var topics = await index.Topics([.. found.Items.Select(hit => hit.TopicId).Distinct()], cancellationToken);
        return new(
            // A topic may have been emptied meanwhile.
            [.. found.Items.Where(hit => topics.ContainsKey(hit.TopicId)).Select(hit => new ListedMessage(hit.Message, topics[hit.TopicId].Topic))],
            found.Next is { } place ? new ListPlace(Text: null, Number: 0, Guid.Empty, place) : null);
    }
}
