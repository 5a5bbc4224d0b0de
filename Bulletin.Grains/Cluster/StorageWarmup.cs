using Bulletin.Grains.Accounts;
using Bulletin.Grains.Topics;
using Bulletin.Grains.Topics.Commits;
using Bulletin.Grains.Topics.Memory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Bulletin.Grains.Cluster;

/// <summary>
/// Runs the storage operations of topics once before a silo joins its cluster. Otherwise the first topics that move to it, and
/// the first posts there, would wait for JIT compilation and for connections to open.
/// </summary>
internal sealed partial class StorageWarmup(IMessageLog log, IBatchCommitter committer, TimeProvider clock, ILogger<StorageWarmup> logger)
    : ILifecycleParticipant<ISiloLifecycle>
{
    // No topic has this id.
    private static readonly Guid Nowhere = Guid.Empty;

    public void Participate(ISiloLifecycle lifecycle) => lifecycle.Subscribe(nameof(StorageWarmup), ServiceLifecycleStage.ApplicationServices, WarmUp);

    private async Task WarmUp(CancellationToken cancellationToken)
    {
        try
        {
            await log.Load(Nowhere, MessageWindow.Size, cancellationToken);
            await log.Claim(Nowhere, cancellationToken);
            await committer.Commit([Append()], cancellationToken);
        }
        catch (StorageUnavailableException away)
        {
            // The silo joins without the warm-up: topics in memory can still be read.
            LogAway(away.Message);
        }
    }

    /// <summary>This append is fenced off, because no topic has this head.</summary>
    private TopicAppend Append()
    {
        var now = Milliseconds.Cut(clock.GetUtcNow());
        var nobody = new User(Nowhere, "nobody", "Nobody", now);
        var message = new Message(Nowhere, 1, 1, Nowhere, nobody, "warm-up", ReplyTo: null, now, EditedAt: null, DeletedAt: null);
        return new(Nowhere, Epoch: 1, new(0, 0), new(1, 1), now, [message], [], []);
    }

    [LoggerMessage(LogLevel.Warning, "Could not test storage before joining the cluster: {Reason}")]
    private partial void LogAway(string reason);
}

internal static class StorageWarmupExtensions
{
    public static ISiloBuilder WarmUpStorage(this ISiloBuilder silo)
    {
        silo.Services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>, StorageWarmup>();
        return silo;
    }
}
