using System.Diagnostics;
using Bulletin.Grains.Accounts;
using Bulletin.Grains.Storage;
using Bulletin.Grains.Storage.Sql;
using Bulletin.Grains.Topics;
using Bulletin.Grains.Topics.Commits;
using Bulletin.Grains.Topics.Members;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Bulletin.Grains.Tests.Storage;

/// <summary>What becomes of callers when Postgres is away, hangs, or somebody else holds a topic's row.</summary>
public sealed class PostgresFaultTests(PostgresFaultTests.OwnServer own) : IClassFixture<PostgresFaultTests.OwnServer>, IAsyncLifetime
{
    /// <summary>No call may take longer, whatever becomes of the database.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    private static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private static readonly User Author = new(Guid.CreateVersion7(), "ada", "Ada", Start);

    private readonly PostgresServer _server = own.Server;
    private string _connectionString = "";
    private ServiceProvider _services = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;
    private IMessageLog Log => _services.GetRequiredService<IMessageLog>();
    private CommitQueue Commits => _services.GetRequiredService<CommitQueue>();

    public async ValueTask InitializeAsync()
    {
        _connectionString = await _server.NewDatabase();
        _services = Host();
        await _services.MigrateBulletinStorage(Cancel);
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        NpgsqlConnection.ClearAllPools();
    }

    /// <summary>Every test leaves it as it was: started, and answering.</summary>
    public sealed class OwnServer : IAsyncLifetime
    {
        internal PostgresServer Server { get; private set; } = null!;

        public async ValueTask InitializeAsync() => Server = await PostgresServer.Started();

        public ValueTask DisposeAsync() => Server.DisposeAsync();
    }

    [Fact]
    public async Task Away_it_fails_every_call_in_time_and_once_back_it_takes_the_same_append()
    {
        var (topic, claim) = await NewTopic();
        await _server.StopAtOnce();

        await FailsInTime(() => Commits.Append(Append(topic, claim), Cancel));
        await FailsInTime(() => Log.Load(topic, 50, Cancel));
        await FailsInTime(() => Log.Claim(topic, Cancel));
        await FailsInTime(() => _services.GetRequiredService<SqlDatabase>().Check(Cancel));

        await _server.Start();
        Assert.Equal(AppendStatus.Committed, (await Commits.Append(Append(topic, claim), Cancel)).Status);
    }

    [Fact]
    public async Task Hanging_it_fails_all_who_wait_at_once()
    {
        var topics = new List<(Guid Topic, TopicClaim Claim)>();
        for (var i = 0; i < 50; i++) topics.Add(await NewTopic());
        _server.Hang();
        try
        {
            // The first is under way alone; all others queue behind it, and would wait for a timeout each.
            var appends = topics.Select(each => FailsInTime(() => Commits.Append(Append(each.Topic, each.Claim), Cancel))).ToArray();
            await Task.WhenAll([.. appends, FailsInTime(() => Log.Load(topics[0].Topic, 50, Cancel))]);
        }
        finally
        {
            _server.Unhang();
        }

        // What was under way may have been done or not; a new claim tells, and goes on from there.
        foreach (var (topic, _) in topics)
        {
            var claim = await Log.Claim(topic, Cancel);
            Assert.NotNull(claim);
            Assert.InRange(claim.Value.Head.Seq, 0, 1);
            Assert.Equal(AppendStatus.Committed, (await Commits.Append(Append(topic, claim.Value), Cancel)).Status);
        }
    }

    [Fact]
    public async Task A_topic_that_somebody_else_holds_fails_alone()
    {
        var (held, first) = await NewTopic();
        var (free, second) = await NewTopic();
        await using var other = new NpgsqlConnection(_connectionString);
        await other.OpenAsync(Cancel);
        await using var transaction = await other.BeginTransactionAsync(Cancel);
        await using var hold = new NpgsqlCommand("SELECT FROM topics WHERE id = $1 FOR UPDATE", other) { Parameters = { new() { Value = held } } };
        await hold.ExecuteNonQueryAsync(Cancel);

        var results = await _services.GetRequiredService<IBatchCommitter>().Commit([Append(held, first), Append(free, second)], Cancel);

        Assert.Equal([AppendStatus.Fenced, AppendStatus.Committed], results.Select(result => result.Status));
        await transaction.RollbackAsync(Cancel);
        Assert.Equal(AppendStatus.Committed, (await Commits.Append(Append(held, first), Cancel)).Status);
    }

    [Fact]
    public async Task Of_writers_that_append_to_the_same_topics_at_once_each_topic_takes_one()
    {
        const int writers = 4, rounds = 25;
        var topics = new List<(Guid Topic, TopicClaim Claim)>();
        for (var i = 0; i < 10; i++) topics.Add(await NewTopic());
        var committer = _services.GetRequiredService<IBatchCommitter>();

        for (var round = 0; round < rounds; round++)
        {
            var results = await Task.WhenAll(Enumerable.Range(0, writers).Select(_ => committer.Commit(
                [.. topics.OrderBy(_ => Random.Shared.Next()).Select(each => Append(each.Topic, each.Claim))], Cancel)));
            // Counted over all topics: none is taken twice, and one that all left to each other keeps its head.
            for (var i = 0; i < topics.Count; i++)
            {
                var (topic, claim) = topics[i];
                var head = (await Log.Load(topic, 1, Cancel))!.Topic;
                topics[i] = (topic, claim with { Head = new TopicHead(head.LastSeq, head.Revision) });
            }
            Assert.Equal(
                topics.Sum(each => each.Claim.Head.Seq),
                results.SelectMany(each => each).Count(result => result.Status == AppendStatus.Committed) + _committed);
            _committed = topics.Sum(each => each.Claim.Head.Seq);
        }

        Assert.InRange(_committed, rounds, rounds * topics.Count);
        foreach (var (topic, _) in topics)
        {
            var seqs = (await Log.Load(topic, 200, Cancel))!.Latest.Select(message => message.Seq).ToArray();
            Assert.Equal(Enumerable.Range(1, seqs.Length).Select(seq => (long)seq), seqs);
        }
    }

    private long _committed;

    [Fact]
    public async Task Migration_waits_for_a_database_that_is_not_there_yet()
    {
        await _server.StopAtOnce();
        await using var early = Host();
        var migration = early.MigrateBulletinStorage(Cancel);

        await _server.Start();

        await migration;
    }

    private ServiceProvider Host() => new ServiceCollection().AddLogging()
        .AddBulletinStorage(new StorageOptions { PostgresConnectionString = _connectionString })
        .BuildServiceProvider(validateScopes: true);

    private async Task<(Guid, TopicClaim)> NewTopic()
    {
        var id = Guid.CreateVersion7();
        await _services.GetRequiredService<ITopicStore>().Create(new Topic(id, "Tea", null, Start, Author, Start, 0, 0, null), TopicMembers.Everybody, Cancel);
        return (id, (await Log.Claim(id, Cancel))!.Value);
    }

    private static TopicAppend Append(Guid topic, TopicClaim claim)
    {
        var next = new TopicHead(claim.Head.Seq + 1, claim.Head.Revision + 1);
        return new TopicAppend(topic, claim.Epoch, claim.Head, next, Start,
            [new Message(topic, next.Seq, next.Revision, Guid.CreateVersion7(), Author, "Hello", null, Start, null, null)], [], []);
    }

    private static async Task FailsInTime(Func<Task> call)
    {
        var started = Stopwatch.GetTimestamp();
        await Assert.ThrowsAsync<StorageUnavailableException>(call);
        Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.Zero, Limit);
    }
}
