using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Bulletin.Grains.Personal;

/// <summary>
/// Writes how far people have read, for the whole silo: positions wait for at most two seconds, so that a thousand people who read along write a few
/// statements and not a thousand each second. What could not be written waits again; only a crash loses it, and then they read it once more.
/// </summary>
internal sealed partial class ReadPositions(IPersonalStore store, TimeProvider clock, ILogger<ReadPositions> logger) : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(2);

    private readonly Lock gate = new();
    private readonly SemaphoreSlim writing = new(1);
    private readonly Dictionary<Guid, Dictionary<Guid, ReadPosition>> waiting = [];
    private List<ReadPosition> written = [];
    private int count;

    /// <summary>How many rows wait at most.</summary>
    public int Capacity { get; init; } = 50_000;

    /// <summary>Leaves a position to be written soon. Waits while too many wait already.</summary>
    public async ValueTask Put(ReadPosition position, CancellationToken cancellationToken)
    {
        while (!TryPut(position)) await WriteSome(position.UserId, cancellationToken);
    }

    /// <summary>Returns when nothing of this person waits any more.</summary>
    public async ValueTask Flush(Guid userId, CancellationToken cancellationToken)
    {
        while (IsWaiting(userId)) await WriteSome(userId, cancellationToken);
    }

    /// <summary>Writes all that waits.</summary>
    internal async Task Flush(CancellationToken cancellationToken)
    {
        while (await WriteSome(first: null, cancellationToken)) { }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        try
        {
            await Flush(cancellationToken);
        }
        catch (StorageUnavailableException e)
        {
            LogNotWritten(e, count);
        }
    }

    public override void Dispose()
    {
        writing.Dispose();
        base.Dispose();
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => BackgroundWork.Repeat(Every, clock, Flush, LogFailed, stoppingToken);

    /// <summary>Writes one batch.</summary>
    /// <param name="first">Whose rows belong to it; the others fill it up.</param>
    /// <returns>Whether there was anything to write.</returns>
    private async Task<bool> WriteSome(Guid? first, CancellationToken cancellationToken)
    {
        await writing.WaitAsync(cancellationToken);
        try
        {
            var batch = Take(first);
            if (batch.Count == 0) return false;
            await store.SavePositions(batch, cancellationToken);
            lock (gate) written = [];
            return true;
        }
        finally
        {
            // Nothing, unless it failed.
            PutBack();
            writing.Release();
        }
    }

    private bool TryPut(ReadPosition position)
    {
        lock (gate)
        {
            var isNew = !waiting.TryGetValue(position.UserId, out var positions) || !positions.ContainsKey(position.Row.TopicId);
            if (isNew && count >= Capacity) return false;
            Keep(position);
            return true;
        }
    }

    private bool IsWaiting(Guid userId)
    {
        lock (gate) return waiting.ContainsKey(userId) || written.Any(position => position.UserId == userId);
    }

    private List<ReadPosition> Take(Guid? first)
    {
        lock (gate)
        {
            List<ReadPosition> batch = [];
            if (first is { } userId && waiting.TryGetValue(userId, out var own)) TakeFrom(userId, own, batch);
            foreach (var (person, positions) in waiting)
            {
                if (batch.Count == IPersonalStore.MostPositions) break;
                TakeFrom(person, positions, batch);
            }
            count -= batch.Count;
            written = batch;
            return batch;
        }
    }

    private void TakeFrom(Guid userId, Dictionary<Guid, ReadPosition> positions, List<ReadPosition> batch)
    {
        foreach (var (topicId, position) in positions)
        {
            if (batch.Count == IPersonalStore.MostPositions) break;
            batch.Add(position);
            positions.Remove(topicId);
        }
        if (positions.Count == 0) waiting.Remove(userId);
    }

    private void PutBack()
    {
        lock (gate)
        {
            foreach (var position in written) Keep(position);
            written = [];
        }
    }

    /// <summary>Unless something newer waits.</summary>
    private void Keep(ReadPosition position)
    {
        if (!waiting.TryGetValue(position.UserId, out var positions)) waiting[position.UserId] = positions = [];
        if (positions.TryGetValue(position.Row.TopicId, out var other))
        {
            if (IsNewer(other, position)) return;
        }
        else count++;
        positions[position.Row.TopicId] = position;
    }

    /// <summary>A position that has moved past messages that nobody needs to read has the version it had.</summary>
    private static bool IsNewer(ReadPosition one, ReadPosition other) =>
        (one.Epoch, one.Row.Version, one.Row.ReadSeq).CompareTo((other.Epoch, other.Row.Version, other.Row.ReadSeq)) > 0;

    [LoggerMessage(LogLevel.Error, "Could not write how far people have read; retrying")]
    private partial void LogFailed(Exception mistake);

    [LoggerMessage(LogLevel.Warning, "Could not write how far people have read, of {Count} topics; they will read it again")]
    private partial void LogNotWritten(Exception reason, int count);
}
