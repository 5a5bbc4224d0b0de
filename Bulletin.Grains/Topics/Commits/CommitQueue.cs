using System.Diagnostics;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace Bulletin.Grains.Topics.Commits;

/// <summary>
/// Joins the appends of a silo's topics into shared commits. One commit is under way at a time; what arrives meanwhile makes
/// the next, so batches grow with the load and nobody waits for company. Disposing it commits what still waits.
/// </summary>
internal sealed partial class CommitQueue : IDisposable, IAsyncDisposable
{
    /// <summary>A batch closes at this many rows (a single larger append is a batch of its own).</summary>
    public const int MaxRows = 1_000;

    /// <summary>How many appends may wait. A topic has one in flight, so this bounds the topics writing at once.</summary>
    public const int Capacity = 10_000;

    private const int AnsweredAtOnce = 32;

    private readonly Channel<Waiting> _waiting = Channel.CreateBounded<Waiting>(
        new BoundedChannelOptions(Capacity) { SingleReader = true });
    private readonly IBatchCommitter _committer;
    private readonly CommitMetrics _metrics;
    private readonly TimeProvider _clock;
    private readonly ILogger<CommitQueue> _logger;
    private readonly Task _loop;
    private Task _answered = Task.CompletedTask;

    public CommitQueue(IBatchCommitter committer, CommitMetrics metrics, TimeProvider clock, ILogger<CommitQueue> logger)
    {
        (_committer, _metrics, _clock, _logger) = (committer, metrics, clock, logger);
        // Not on the scheduler of the grain that happens to come first.
        _loop = Task.Run(CommitAll);
    }

    /// <summary>Joins the next commit.</summary>
    /// <exception cref="StorageUnavailableException">The commit failed, or too many wait for theirs.</exception>
    public Task<AppendResult> Append(TopicAppend append, CancellationToken cancellationToken)
    {
        AppendCheck.Require(append);
        cancellationToken.ThrowIfCancellationRequested();
        var waiting = new Waiting(append);
        if (!_waiting.Writer.TryWrite(waiting))
            return Task.FromException<AppendResult>(new StorageUnavailableException("Too many commits are waiting for the database."));
        _metrics.Waiting(1);
        return waiting.Task.WaitAsync(cancellationToken);
    }

    private async Task CommitAll()
    {
        var batch = new List<Waiting>();
        var appends = new List<TopicAppend>();
        var topics = new HashSet<Guid>();
        while (await _waiting.Reader.WaitToReadAsync())
        {
            Take(batch, appends, topics);
            _metrics.Waiting(-batch.Count);
            await Commit(batch, appends);
            batch.Clear();
            appends.Clear();
            topics.Clear();
        }
    }

    /// <summary>Takes what waits, in order, until the batch is full or a topic would be in it twice.</summary>
    private void Take(List<Waiting> batch, List<TopicAppend> appends, HashSet<Guid> topics)
    {
        var rows = 0;
        while (_waiting.Reader.TryPeek(out var next))
        {
            rows += next.Append.Posted.Count + next.Append.Changed.Count;
            if (batch.Count > 0 && rows > MaxRows || !topics.Add(next.Append.TopicId)) return;

            _waiting.Reader.TryRead(out _);
            batch.Add(next);
            appends.Add(next.Append);
        }
    }

    private async Task Commit(List<Waiting> batch, List<TopicAppend> appends)
    {
        var started = _clock.GetTimestamp();
        try
        {
            using var span = BulletinTelemetry.ForMany("commit", batch.Select(waiting => waiting.Trace));
            span?.SetTag("bulletin.appends", batch.Count);
            var results = await _committer.Commit(appends, CancellationToken.None);
            _metrics.Committed(appends, _clock.GetElapsedTime(started));
            await _answered;
            _answered = Answer([.. batch], results);
        }
        catch (StorageUnavailableException failure)
        {
            _metrics.Failed();
            // Those who queued meanwhile would wait for the same timeout, one commit after the other: they fail with it.
            var queued = _waiting.Reader.Count;
            while (queued-- > 0 && _waiting.Reader.TryRead(out var next))
            {
                _metrics.Waiting(-1);
                batch.Add(next);
            }
            LogUnavailable(failure, batch.Count);
            // An exception of their own for each: many threads would grow the stack trace of a shared one.
            foreach (var waiting in batch)
                waiting.TrySetException(new StorageUnavailableException(failure.Message, failure));
        }
#pragma warning disable CA1031 // A bug in one batch must reach its callers, and must not end the loop for all later ones.
        catch (Exception bug)
#pragma warning restore CA1031
        {
            _metrics.Failed();
            LogFailed(bug, batch.Count);
            foreach (var waiting in batch) waiting.TrySetException(bug);
        }
    }

    /// <summary>
    /// Answers a few, and lets all that follows from it be done before the next: the core's cache holds what a few need, and not what
    /// hundreds do. The next commit is under way meanwhile.
    /// </summary>
    private static async Task Answer(Waiting[] committed, IReadOnlyList<AppendResult> results)
    {
        for (var i = 0; i < committed.Length; i++)
        {
            if (i > 0 && i % AnsweredAtOnce == 0) await BehindTheRest();
            committed[i].TrySetResult(results[i]);
        }
    }

    /// <summary>Unlike <see cref="Task.Yield"/>, which goes on before what the thread has begun.</summary>
    private static Task BehindTheRest()
    {
        TaskCompletionSource turn = new();
        ThreadPool.UnsafeQueueUserWorkItem(static turn => turn.SetResult(), turn, preferLocal: false);
        return turn.Task;
    }

    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        await _loop;
        await _answered;
    }

    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    private sealed class Waiting(TopicAppend append)
        : TaskCompletionSource<AppendResult>(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public TopicAppend Append => append;

        public ActivityContext Trace { get; } = Activity.Current?.Context ?? default;
    }

    [LoggerMessage(LogLevel.Warning, "A commit of {Appends} appends failed: storage is unavailable")]
    private partial void LogUnavailable(Exception failure, int appends);

    [LoggerMessage(LogLevel.Error, "A commit of {Appends} appends failed")]
    private partial void LogFailed(Exception failure, int appends);
}
