using Bulletin.Grains.Accounts;
using Bulletin.Grains.Storage;
using Bulletin.Grains.Topics;
using Microsoft.Extensions.DependencyInjection;

namespace Bulletin.Grains.Hosting;

/// <summary>What an operator does to storage itself, beside or before the servers.</summary>
public static class StorageCommands
{
    /// <summary>Brings the database to the tables this version needs; waits a while for one that is only starting.</summary>
    /// <exception cref="StartFailedException">The data folder can't be used.</exception>
    public static async Task Migrate(IServiceProvider services, CancellationToken cancellationToken = default)
    {
        try
        {
            await services.MigrateBulletinStorage(cancellationToken);
        }
        catch (InvalidOperationException locked)
        {
            throw new StartFailedException(locked.Message, locked);
        }
    }

    /// <summary>Makes a restored database safe to serve: see <see cref="ITopicStore.LeaveRevisionsBehind"/>. No server may run.</summary>
    /// <returns>How many topics there are.</returns>
    public static Task<long> Restored(IServiceProvider services, CancellationToken cancellationToken = default) =>
        services.GetRequiredService<ITopicStore>().LeaveRevisionsBehind(cancellationToken);

    /// <summary>Makes somebody a moderator, or an ordinary user again. Running servers follow within a minute.</summary>
    /// <returns>False if nobody goes by this user name.</returns>
    public static Task<bool> SetModerator(IServiceProvider services, string username, bool isModerator, CancellationToken cancellationToken = default) =>
        services.GetRequiredService<IUserStore>().SetModerator(Usernames.Key(username), isModerator, cancellationToken);
}
