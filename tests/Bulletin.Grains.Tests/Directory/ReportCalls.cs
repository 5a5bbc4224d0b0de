using System.Collections.Concurrent;
using System.Threading.Channels;
using Bulletin.Grains.Directory;

namespace Bulletin.Grains.Tests.Directory;

/// <summary>Observes the reports that reach the lists of topics, and holds or refuses those to people.</summary>
internal sealed class ReportCalls : IIncomingGrainCallFilter
{
    private readonly Channel<DirectoryChange> everybodys = Channel.CreateUnbounded<DirectoryChange>();
    private readonly Channel<(Guid UserId, UserChange Change)> personal = Channel.CreateUnbounded<(Guid, UserChange)>();
    private readonly ConcurrentDictionary<Guid, bool> refused = new();
    private TaskCompletionSource? held;

    /// <summary>From now on, reports to people are answered only after <see cref="Release"/>.</summary>
    public void Hold() => held = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Release() => Interlocked.Exchange(ref held, null)?.SetResult();

    /// <summary>The next report to this person fails.</summary>
    public void Refuse(Guid userId) => refused[userId] = true;

    public bool HasPersonal => personal.Reader.TryPeek(out _);

    public Task<DirectoryChange> NextOfEverybody() => Next(everybodys);

    public Task<(Guid UserId, UserChange Change)> NextPersonal() => Next(personal);

    public async Task Invoke(IIncomingGrainCallContext context)
    {
        if (context.InterfaceMethod.Name == nameof(IUserGrain.Report) && context.Grain is IUserGrain)
        {
            var userId = context.TargetId.GetGuidKey();
            personal.Writer.TryWrite((userId, (UserChange)context.Request.GetArgument(0)!));
            if (held is { } gate) await gate.Task;
            if (refused.TryRemove(userId, out _)) throw new StorageUnavailableException("Refused by the test.");
        }
        await context.Invoke();
        if (context.InterfaceMethod.Name == nameof(IDirectoryGrain.Report) && context.Grain is IDirectoryGrain)
            everybodys.Writer.TryWrite((DirectoryChange)context.Request.GetArgument(0)!);
    }

    private static Task<T> Next<T>(Channel<T> calls) =>
        calls.Reader.ReadAsync(TestContext.Current.CancellationToken).AsTask().WaitAsync(TimeSpan.FromSeconds(20));
}
