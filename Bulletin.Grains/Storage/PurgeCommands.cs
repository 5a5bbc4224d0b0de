using Bulletin.Grains.Accounts;
using Bulletin.Grains.Administration;
using Bulletin.Grains.Audit;
using Bulletin.Grains.Topics;
using Microsoft.Extensions.DependencyInjection;

namespace Bulletin.Grains.Storage;

/// <summary>
/// Operator commands that note what is to be deleted for good. They run while servers run or before they start; the servers do the rest, because only they
/// may change topics. Each is written into the audit log.
/// </summary>
public static class PurgeCommands
{
    /// <param name="user">A username, or the id of a user, also of one whose account is closed.</param>
    /// <returns>Their username.</returns>
    /// <exception cref="StartFailedException">There is no such user.</exception>
    public static async Task<string> PurgeUser(IServiceProvider services, string user, CancellationToken cancellationToken = default)
    {
        var (id, username) = await FindUser(services, user, cancellationToken) ?? throw new StartFailedException($"There is no user '{user}'.");
        var act = Act(services, AuditActions.UserMessagesPurged, AuditTarget.User(id, username));
        await services.GetRequiredService<IPurgeStore>().PurgeUser(id, act.At, act, cancellationToken);
        return username;
    }

    /// <returns>The topic's name; empty if it has none.</returns>
    /// <exception cref="StartFailedException">There is no such topic, or it is not removed.</exception>
    public static async Task<string> PurgeTopic(IServiceProvider services, Guid topicId, CancellationToken cancellationToken = default)
    {
        if (await services.GetRequiredService<ITopicStore>().Removal(topicId, cancellationToken) is not { } removal)
            throw new StartFailedException($"There is no topic {topicId}.");
        var act = Act(services, AuditActions.TopicPurged, AuditTarget.Topic(topicId, removal.Name));
        if (!await services.GetRequiredService<IPurgeStore>().PurgeTopic(topicId, act.At, act, cancellationToken))
            throw new StartFailedException($"The topic '{removal.Name}' is not removed. Remove it first.");
        return removal.Name;
    }

    /// <summary>An id with hyphens is too long for a username.</summary>
    private static async Task<(Guid Id, string Username)?> FindUser(IServiceProvider services, string user, CancellationToken cancellationToken)
    {
        var found = Guid.TryParseExact(user, "D", out var id)
            ? (await services.GetRequiredService<IAdminIndex>().User(id, cancellationToken))?.User.User
            : (await services.GetRequiredService<IUserStore>().Find(Usernames.Key(user), cancellationToken))?.User;
        return found is null ? null : (found.Id, found.Username);
    }

    private static AuditEntry Act(IServiceProvider services, string action, AuditTarget target) => AuditEntry.Of(
        actorId: null, origin: null, action, target, before: null, after: null, services.GetRequiredService<TimeProvider>().GetUtcNow());
}
