using System.Text.Json;
using Bulletin.Api.Http;
using Bulletin.Api.Topics;
using Bulletin.Grains.Accounts;
using Bulletin.Grains.Topics;
using Bulletin.Grains.Topics.Memory;

namespace Bulletin.Api.Tests;

/// <summary>Pages are cached as sent; a stale page is never served.</summary>
public sealed class LatestPagesTests(OneSilo silo) : IDisposable
{
    private readonly LatestPages pages = new(silo.Grains, silo.Here, new KnownTopics(), TimeProvider.System);

    [Fact]
    public async Task What_was_posted_edited_or_deleted_is_in_the_next_page()
    {
        var (ada, topic) = await Made();
        for (var seq = 1; seq <= 20; seq++)
        {
            Assert.Equal(seq - 1, (await Read(topic)).Length);
            await topic.Post(new(Guid.CreateVersion7(), ada, "first", null), Cancel);
            Assert.Equal("first", (await Read(topic))[^1]);
            await topic.Edit(new(seq, ada, "second"), Cancel);
            Assert.Equal("second", (await Read(topic))[^1]);
            await topic.Delete(new(seq, ada), Cancel);
            Assert.Null((await Read(topic))[^1]);
        }
    }

    [Fact]
    public async Task A_page_that_still_holds_is_the_same_bytes_and_costs_no_call()
    {
        var (ada, topic) = await Made();
        await topic.Post(new(Guid.CreateVersion7(), ada, "tea", null), Cancel);

        var first = await pages.Read(topic.GetPrimaryKey(), Guid.CreateVersion7(), Cancel);
        var second = pages.Read(topic.GetPrimaryKey(), Guid.CreateVersion7(), Cancel);

        Assert.True(second.IsCompletedSuccessfully);
        Assert.Same(first, await second);
    }

    [Fact]
    public async Task The_page_of_a_topic_that_was_removed_is_not_sent_again()
    {
        var (ada, topic) = await Made();
        await pages.Read(topic.GetPrimaryKey(), Guid.CreateVersion7(), Cancel);
        await topic.Remove(ada, Cancel);

        var refused = await Assert.ThrowsAsync<ProblemException>(() => pages.Read(topic.GetPrimaryKey(), Guid.CreateVersion7(), Cancel).AsTask());

        Assert.Equal("topic_not_found", refused.Problem.Code);
    }

    [Fact]
    public async Task Without_the_topic_in_its_own_process_a_gateway_asks_the_topic()
    {
        var (ada, topic) = await Made();
        using LatestPages elsewhere = new(silo.Grains, new NoTopicsHere(), new KnownTopics(), TimeProvider.System);
        var before = await elsewhere.Read(topic.GetPrimaryKey(), Guid.CreateVersion7(), Cancel);
        Assert.Same(before, await elsewhere.Read(topic.GetPrimaryKey(), Guid.CreateVersion7(), Cancel));

        await topic.Post(new(Guid.CreateVersion7(), ada, "tea", null), Cancel);

        Assert.NotEqual(before.Tag, (await elsewhere.Read(topic.GetPrimaryKey(), Guid.CreateVersion7(), Cancel)).Tag);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_page_in_memory_is_sent_only_to_who_may_see_the_topic(bool isHere)
    {
        var (ada, bob) = (await silo.SignUp(), await silo.SignUp());
        var topicId = (await silo.NewPrivateTopic(ada)).GetPrimaryKey();
        using LatestPages shared = new(silo.Grains, isHere ? silo.Here : new NoTopicsHere(), new KnownTopics(), TimeProvider.System);
        await shared.Read(topicId, ada.User.Id, Cancel);

        var refused = await Assert.ThrowsAsync<ProblemException>(() => shared.Read(topicId, bob.User.Id, Cancel).AsTask());

        Assert.Equal("topic_not_found", refused.Problem.Code);
        Assert.NotNull(await shared.Read(topicId, ada.User.Id, Cancel));
    }

    [Fact]
    public async Task Whoever_was_removed_is_not_sent_the_page_that_they_had()
    {
        var (ada, bob) = (await silo.SignUp(), await silo.SignUp());
        var topic = await silo.NewPrivateTopic(ada, bob);
        await pages.Read(topic.GetPrimaryKey(), bob.User.Id, Cancel);
        Assert.NotNull((await topic.RemoveMember(new(bob.User.Id, ada), Cancel)).Value);

        var refused = await Assert.ThrowsAsync<ProblemException>(() => pages.Read(topic.GetPrimaryKey(), bob.User.Id, Cancel).AsTask());

        Assert.Equal("topic_not_found", refused.Problem.Code);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private async Task<(Actor Ada, ITopicGrain Topic)> Made()
    {
        var ada = await silo.SignUp();
        return (ada, await silo.NewTopic(ada));
    }

    /// <summary>The texts of the page.</summary>
    private async Task<string?[]> Read(ITopicGrain topic)
    {
        using var page = JsonDocument.Parse((await pages.Read(topic.GetPrimaryKey(), Guid.CreateVersion7(), Cancel)).Body);
        return [.. page.RootElement.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("text").GetString())];
    }

    public void Dispose() => pages.Dispose();
}
