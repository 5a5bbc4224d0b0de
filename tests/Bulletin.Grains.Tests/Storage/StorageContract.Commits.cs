using Bulletin.Grains.Topics;
using Bulletin.Grains.Topics.Commits;
using Microsoft.Extensions.DependencyInjection;

namespace Bulletin.Grains.Tests.Storage;

public abstract partial class StorageContract
{
    private IBatchCommitter Committer => storage.Services.GetRequiredService<IBatchCommitter>();

    [Fact]
    public async Task Whoever_claims_a_topic_fences_the_writer_before()
    {
        var (author, topic, older) = await NewWriter();
        await older.Post(author, "Before");

        var newer = await Claim(topic.Id);

        Assert.True(newer.Epoch > older.Epoch);
        Assert.Equal(older.Head, newer.Head);
        Assert.Equal(AppendStatus.Fenced, (await older.Commit(older.Append(older.Next(author, "Lost")))).Status);
        await newer.Post(author, "Won");
        Assert.Equal(["Before", "Won"], (await Load(topic.Id)).Latest.Select(message => message.Text));
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(0, 1)]
    public async Task An_append_on_another_head_is_fenced(int seq, int revision)
    {
        var (author, topic, writer) = await NewWriter();
        var committed = writer.Head;
        writer.Head = new TopicHead(committed.Seq + seq, committed.Revision + revision);

        Assert.Equal(AppendStatus.Fenced, (await writer.Commit(writer.Append(writer.Next(author, "Ahead")))).Status);

        Assert.Equal((0, 0), ((await Load(topic.Id)).Topic.LastSeq, (await Load(topic.Id)).Topic.Revision));
    }

    [Fact]
    public async Task A_topic_that_loses_fails_alone_and_its_neighbours_commit()
    {
        var (author, topic, stale) = await NewWriter();
        await Claim(topic.Id);
        var (_, before, first) = await NewWriter();
        var (_, after, last) = await NewWriter();
        var (_, reposted, repeating) = await NewWriter();
        var old = await repeating.Post(author, "Once");
        TopicAppend[] batch =
        [
            first.Append(first.Next(author, "a")),
            stale.Append(stale.Next(author, "b")),
            repeating.Append(repeating.Next(author, "Once", clientId: old.ClientId), repeating.Next(author, "Fresh", ahead: 2)),
            last.Append(last.Next(author, "c")),
        ];

        var results = await Committer.Commit(batch, Cancel);

        Assert.Equal(
            [AppendStatus.Committed, AppendStatus.Fenced, AppendStatus.Repeated, AppendStatus.Committed],
            results.Select(result => result.Status));
        Assert.Equal([old.ClientId], results[2].Repeated);
        Assert.Single((await Load(before.Id)).Latest);
        Assert.Empty((await Load(topic.Id)).Latest);
        Assert.Equal([old], (await Load(reposted.Id)).Latest);
        Assert.Single((await Load(after.Id)).Latest);
    }

    [Fact]
    public async Task A_topic_whose_rows_are_there_already_fails_alone()
    {
        var (author, topic, writer) = await NewWriter();
        var (_, neighbour, other) = await NewWriter();
        var clientId = Guid.CreateVersion7();
        // The same client id twice in one append: only the keys can tell.
        TopicAppend[] batch =
        [
            writer.Append(writer.Next(author, "Twice", clientId: clientId), writer.Next(author, "Twice", ahead: 2, clientId: clientId)),
            other.Append(other.Next(author, "Once")),
        ];

        var results = await Committer.Commit(batch, Cancel);

        Assert.Equal([AppendStatus.Fenced, AppendStatus.Committed], results.Select(result => result.Status));
        Assert.Equal(0, (await Load(topic.Id)).Topic.LastSeq);
        Assert.Single((await Load(neighbour.Id)).Latest);
    }

    [Fact]
    public async Task A_client_id_is_known_for_ever()
    {
        var (author, topic, writer) = await NewWriter();
        var first = await writer.Post(author, "The first of many");
        for (var batch = 0; batch < 10; batch++) await writer.PostMany(author, 1_000);

        var again = await writer.Commit(writer.Append(writer.Next(author, "The first of many", clientId: first.ClientId)));

        Assert.Equal(AppendStatus.Repeated, again.Status);
        Assert.Equal([first.ClientId], again.Repeated);
        Assert.Equal(10_001, (await Load(topic.Id)).Topic.LastSeq);
        // Of another author, or in another topic, it is another post.
        await writer.Post(await NewUser(), "Mine", first.ClientId);
        await (await NewWriter()).Writer.Post(author, "There", first.ClientId);
    }

    [Fact]
    public async Task Appends_that_come_together_share_commits()
    {
        var author = await NewUser();
        var counting = new CountingCommitter(Committer);
        await using var queue = new CommitQueue(
            counting, storage.Services.GetRequiredService<CommitMetrics>(), TimeProvider.System,
            Microsoft.Extensions.Logging.Abstractions.NullLogger<CommitQueue>.Instance);
        var writers = new List<(Topic Topic, Writer Writer)>();
        for (var i = 0; i < 100; i++)
        {
            var topic = await NewTopic(author, $"Topic {i}");
            writers.Add((topic, await Claim(topic.Id)));
        }

        // All at once: 10 appends in each of 100 topics, each on the head that the one before leaves.
        var appends = Enumerable.Range(0, 10).SelectMany(_ => writers.Select(each =>
        {
            var append = each.Writer.Append(each.Writer.Next(author, "Together"));
            each.Writer.Head = append.Next;
            return queue.Append(append, Cancel);
        })).ToArray();
        var results = await Task.WhenAll(appends);

        Assert.All(results, result => Assert.Equal(AppendStatus.Committed, result.Status));
        Assert.InRange(counting.Batches, 10, 200);
        foreach (var (topic, _) in writers)
            Assert.Equal(Enumerable.Range(1, 10).Select(seq => (long)seq), (await Load(topic.Id)).Latest.Select(message => message.Seq));
    }

    public static TheoryData<string> Texts => new(
        "plain",
        "😀🇩🇪👩‍👩‍👧‍👦",
        "שלום עולם – مرحبا \u202Eabc\u202C",
        "e\u0301 \u1E9B\u0323 Z\u0351\u036B\u0343",
        "\t line\r\nbreaks \u2028 \u0001 \uFFFD \uFFFF",
        "'; DROP TABLE messages; -- \\ % _ $1 @topic",
        string.Concat(Enumerable.Repeat("😀", 4_000)));

    [Theory]
    [MemberData(nameof(Texts))]
    public async Task Text_comes_back_byte_for_byte(string text)
    {
        var (author, topic, writer) = await NewWriter();

        await writer.Post(author, text);

        var stored = await Load(topic.Id);
        Assert.Equal(text, stored.Latest[0].Text, StringComparer.Ordinal);
        var excerpt = stored.Topic.LastMessage!.Excerpt;
        Assert.True(excerpt.EnumerateRunes().Count() <= LastMessage.ExcerptLength);
        Assert.DoesNotContain(excerpt.EnumerateRunes(), rune => rune == System.Text.Rune.ReplacementChar && !text.Contains('\uFFFD', StringComparison.Ordinal));
        Assert.StartsWith(excerpt, text, StringComparison.Ordinal);
        var listed = (await storage.Index.Page(null, 1_000, null, Cancel)).Single(each => each.Id == topic.Id);
        Assert.Equal(stored.Topic, listed);
    }

    [Theory]
    [InlineData('\0')]
    [InlineData('\uD83D')]
    [InlineData('\uDE00')]
    public async Task Text_that_no_database_can_keep_is_refused_before_it_can_spoil_a_batch(char unstorable)
    {
        var (author, _, writer) = await NewWriter();
        var text = $"half {unstorable} a pair";

        await Assert.ThrowsAsync<ArgumentException>(() => writer.Commit(writer.Append(writer.Next(author, text))));
    }

    private sealed class CountingCommitter(IBatchCommitter inner) : IBatchCommitter
    {
        public int Batches { get; private set; }

        public Task<IReadOnlyList<AppendResult>> Commit(IReadOnlyList<TopicAppend> batch, CancellationToken cancellationToken)
        {
            Batches++;
            return inner.Commit(batch, cancellationToken);
        }
    }
}
