using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Threading.Channels;
using Bulletin.Grains.Accounts;
using Bulletin.Grains.Topics;
using Bulletin.Grains.Topics.Commits;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Bulletin.Grains.Tests.Storage;

/// <summary>How commits are shared, with a database whose answers the test gives.</summary>
public sealed class CommitQueueTests : IAsyncDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private static readonly User Author = new(Guid.CreateVersion7(), "ada", "Ada", Start);

    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly HeldCommitter _database = new();
    private readonly CommitQueue _queue;

    public CommitQueueTests() => _queue = new CommitQueue(
        _database, new CommitMetrics(_services.GetRequiredService<IMeterFactory>()), TimeProvider.System, NullLogger<CommitQueue>.Instance);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_arrives_during_a_commit_makes_the_next()
    {
        var first = Append();
        await _database.Begun(1);
        Task<AppendResult>[] others = [Append(), Append(), Append()];

        _database.Answer();
        await first;
        await _database.Begun(2);
        _database.Answer();
        await Task.WhenAll(others);

        Assert.Equal([1, 3], _database.Batches.Select(batch => batch.Count));
    }

    [Fact]
    public async Task A_batch_has_a_topic_once_and_ends_at_its_limit_of_rows()
    {
        var first = Append();
        await _database.Begun(1);
        var topic = Guid.CreateVersion7();
        Task<AppendResult>[] others = [Append(topic), Append(topic), Append(rows: CommitQueue.MaxRows - 1), Append(rows: 2)];

        for (var batch = 1; batch <= 4; batch++)
        {
            await _database.Begun(batch);
            _database.Answer();
        }
        await Task.WhenAll([first, .. others]);

        Assert.Equal([1, 1, 2, 1], _database.Batches.Select(batch => batch.Count));
    }

    [Fact]
    public async Task Each_of_a_large_batch_gets_its_own_result()
    {
        var first = Append();
        await _database.Begun(1);
        var fenced = Guid.CreateVersion7();
        _database.Fences(fenced);
        Task<AppendResult>[] others = [.. Enumerable.Range(0, 300).Select(i => Append(i == 200 ? fenced : null))];

        _database.AnswerAll();
        await Task.WhenAll([first, .. others]);

        Assert.Equal(301, _database.Batches.Sum(batch => batch.Count));
        Assert.Equal([200], others.Index().Where(other => other.Item.Result.Status == AppendStatus.Fenced).Select(other => other.Index));
    }

    [Fact]
    public async Task When_a_commit_fails_so_does_everyone_who_waits_and_the_next_begins_afresh()
    {
        var first = Append();
        await _database.Begun(1);
        Task<AppendResult>[] queued = [Append(), Append()];

        _database.Answer(new StorageUnavailableException("gone"));
        foreach (var append in queued.Prepend(first))
            await Assert.ThrowsAsync<StorageUnavailableException>(() => append);

        var next = Append();
        await _database.Begun(2);
        _database.Answer();
        Assert.Equal(AppendStatus.Committed, (await next).Status);
        Assert.Equal(2, _database.Batches.Count);
    }

    [Fact]
    public async Task A_bug_reaches_its_own_batch_only()
    {
        var first = Append();
        await _database.Begun(1);
        var queued = Append();

        _database.Answer(new InvalidOperationException("a bug"));
        await Assert.ThrowsAsync<InvalidOperationException>(() => first);
        await _database.Begun(2);
        _database.Answer();

        Assert.Equal(AppendStatus.Committed, (await queued).Status);
    }

    [Fact]
    public async Task A_full_queue_refuses_at_once()
    {
        var first = Append();
        await _database.Begun(1);
        var queued = Enumerable.Range(0, CommitQueue.Capacity).Select(_ => Append()).ToArray();

        await Assert.ThrowsAsync<StorageUnavailableException>(() => Append());

        _database.AnswerAll();
        await Task.WhenAll([first, .. queued]);
    }

    [Fact]
    public async Task Shutting_down_commits_what_waits_and_takes_no_more()
    {
        var first = Append();
        await _database.Begun(1);
        var queued = Append();

        var shutdown = _queue.DisposeAsync();
        await Assert.ThrowsAsync<StorageUnavailableException>(() => Append());
        _database.AnswerAll();
        await shutdown;

        Assert.Equal(AppendStatus.Committed, (await first).Status);
        Assert.Equal(AppendStatus.Committed, (await queued).Status);
    }

    [Fact]
    public async Task Commits_are_counted_by_outcome()
    {
        var counted = new ConcurrentQueue<(string Name, object Value, object? Outcome)>();
        using var listener = new MeterListener();
        var factory = _services.GetRequiredService<IMeterFactory>();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter.Scope == factory && instrument.Name is "bulletin.commit.batches" or "bulletin.commit.rows") self.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) =>
            counted.Enqueue((instrument.Name, value, tags.Length > 0 ? tags[0].Value : null)));
        listener.Start();

        var append = Append(rows: 7);
        await _database.Begun(1);
        _database.Answer();
        await append;
        var lost = Append();
        await _database.Begun(2);
        _database.Answer(new StorageUnavailableException("gone"));
        await Assert.ThrowsAsync<StorageUnavailableException>(() => lost);

        Assert.Equal(
            [("bulletin.commit.batches", 1L, "committed"), ("bulletin.commit.rows", 7L, null), ("bulletin.commit.batches", 1L, "failed")],
            counted);
    }

    public async ValueTask DisposeAsync()
    {
        _database.AnswerAll();
        await _queue.DisposeAsync();
        await _services.DisposeAsync();
    }

    private Task<AppendResult> Append(Guid? topic = null, int rows = 1)
    {
        var id = topic ?? Guid.CreateVersion7();
        return _queue.Append(new TopicAppend(id, 1, default, new TopicHead(rows, rows), Start,
            [.. Enumerable.Range(1, rows).Select(seq => new Message(id, seq, seq, Guid.CreateVersion7(), Author, "Hello", null, Start, null, null))],
            [], []), Cancel);
    }

    /// <summary>Answers a commit when it is told to.</summary>
    private sealed class HeldCommitter : IBatchCommitter
    {
        private readonly Channel<Exception?> _answers = Channel.CreateUnbounded<Exception?>();
        private readonly ConcurrentDictionary<int, TaskCompletionSource> _begun = new();
        private Guid? _fenced;

        public List<IReadOnlyList<TopicAppend>> Batches { get; } = [];

        /// <summary>Waits until the so many-th commit is under way.</summary>
        public Task Begun(int count) => Signal(count).Task.WaitAsync(TimeSpan.FromSeconds(30), Cancel);

        public void Answer(Exception? failure = null) => Assert.True(_answers.Writer.TryWrite(failure));

        /// <summary>This topic has another writer by now.</summary>
        public void Fences(Guid topicId) => _fenced = topicId;

        /// <summary>From here on, every commit succeeds.</summary>
        public void AnswerAll() => _answers.Writer.TryComplete();

        public async Task<IReadOnlyList<AppendResult>> Commit(IReadOnlyList<TopicAppend> batch, CancellationToken cancellationToken)
        {
            Batches.Add([.. batch]);
            Signal(Batches.Count).TrySetResult();
            if (await _answers.Reader.WaitToReadAsync(cancellationToken)
                && _answers.Reader.TryRead(out var failure) && failure is not null) throw failure;
            return [.. batch.Select(append => append.TopicId == _fenced ? AppendResult.Fenced : AppendResult.Committed)];
        }

        private TaskCompletionSource Signal(int count) =>
            _begun.GetOrAdd(count, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
    }
}
