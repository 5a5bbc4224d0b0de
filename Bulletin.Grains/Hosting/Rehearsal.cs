using Bulletin.Grains.Accounts;
using Bulletin.Grains.Storage;
using Bulletin.Grains.Topics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.Runtime;

namespace Bulletin.Grains.Hosting;

/// <summary>
/// Has a silo do with storage what its topics will do, before it joins the others. The first topics that move to it would
/// otherwise wait for code that has never run and for connections that are not open, and whoever posts there with them.
/// </summary>
internal sealed partial class Rehearsal(IMessageLog log, IBatchCommitter committer, TimeProvider clock, ILogger<Rehearsal> logger)
    : ILifecycleParticipant<ISiloLifecycle>
{
    // No topic has it.
    private static readonly Guid Nowhere = Guid.Empty;

    public void Participate(ISiloLifecycle lifecycle) => lifecycle.Subscribe(nameof(Rehearsal), ServiceLifecycleStage.ApplicationServices, Rehearse);

    private async Task Rehearse(CancellationToken cancellationToken)
    {
        try
        {
            await log.Load(Nowhere, MessageWindow.Size, cancellationToken);
            await log.Claim(Nowhere, cancellationToken);
            await committer.Commit([Append()], cancellationToken);
        }
        catch (StorageUnavailableException away)
        {
            // A silo joins without it: topics in memory can be read.
            LogAway(away.Message);
        }
    }

    /// <summary>It is fenced, as no topic has this head.</summary>
    private TopicAppend Append()
    {
        var now = Milliseconds.Cut(clock.GetUtcNow());
        var nobody = new User(Nowhere, "nobody", "Nobody", now);
        var message = new Message(Nowhere, 1, 1, Nowhere, nobody, "rehearsal", ReplyTo: null, now, EditedAt: null, DeletedAt: null);
        return new(Nowhere, Epoch: 1, new(0, 0), new(1, 1), now, [message], []);
    }

    [LoggerMessage(LogLevel.Warning, "Could not test storage before joining the cluster: {Reason}")]
    private partial void LogAway(string reason);
}

internal static class RehearsalExtensions
{
    public static ISiloBuilder RehearseStorage(this ISiloBuilder silo)
    {
        silo.Services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>, Rehearsal>();
        return silo;
    }
}
