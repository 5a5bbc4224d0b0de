using Bulletin.Grains.Audit;
using Bulletin.Grains.Search;
using Bulletin.Grains.Tests.Search;
using Bulletin.Grains.Topics.Members;

namespace Bulletin.Grains.Tests.Storage.Search;

public abstract partial class SearchStoreContract
{
    [Theory]
    [InlineData(Access.Private)]
    [InlineData(Access.Direct)]
    public async Task What_is_not_public_is_found_by_who_is_in_it(Access access)
    {
        var topic = await NewTopic(access, ada, bob);
        await topic.Post("kettle");
        await topic.Index();

        Assert.Equal([1], await Find(topic, "kettle", ada.Id));
        Assert.Empty(await Find(topic, "kettle", Sample.Anybody));
        Assert.Empty(await Find(topic, "", query => query with { Authors = [Sample.Ada.Id] }, Sample.Anybody));
    }

    [Fact]
    public async Task A_former_member_finds_nothing_from_the_moment_they_left()
    {
        var topic = await NewTopic(Access.Private, ada, bob);
        await topic.Post("kettle");
        await topic.Index();
        Assert.Equal([1], await Find(topic, "kettle", bob.Id));

        await Sql.ChangeOne("DELETE FROM topic_members WHERE topic_id = @topic AND user_id = @user RETURNING user_id", Cancel, ("topic", topic.Id), ("user", bob.Id));

        Assert.Empty(await Find(topic, "kettle", bob.Id));
        Assert.Equal([1], await Find(topic, "kettle", ada.Id));
    }

    [Fact]
    public async Task A_page_is_full_of_what_may_be_read_however_much_else_there_is()
    {
        var (open, closed) = (await NewTopic(), await NewTopic(Access.Private, ada));
        await open.Post("samovar", times: 5);
        await closed.Post("samovar", times: 600, at: Sample.Noon.AddDays(1));
        foreach (var topic in new[] { open, closed }) await topic.Index();

        SearchQuery query = new(SearchCases.Texts("samovar"), [], [], [], MessageFeatures.None, null, null);

        Assert.Equal([5, 4, 3], (await Search(query, limit: 3)).Select(hit => hit.Message.Seq));
        Assert.All(await Search(query, ada.Id, limit: 600), hit => Assert.Equal(closed.Id, hit.TopicId));
    }

    [Fact]
    public async Task Who_reaches_everything_finds_what_is_private_too()
    {
        var topic = await NewTopic(Access.Private, ada);
        await topic.Post("kettle");
        await topic.Index();

        var found = await Store.Find(new(null, [], [topic.Id], [], MessageFeatures.None, null, null), viewer: null, before: null, 10, Cancel);

        Assert.Equal([1], found.Select(hit => hit.Message.Seq));
    }

    [Fact]
    public async Task A_removed_topic_is_not_found_until_it_is_restored()
    {
        var topic = await NewTopicOf("kettle");

        await storage.Topics.Remove(topic.Topic, Sample.Noon, audit: null, Cancel);
        Assert.Empty(await Find(topic, "kettle"));
        Assert.Empty(await Store.Find(new(null, [], [topic.Id], [], MessageFeatures.None, null, null), viewer: null, before: null, 10, Cancel));

        await storage.Topics.Restore(topic.Id, WrittenAudit.Entry(AuditTarget.Topic(topic.Id, "Tea"), AuditActions.TopicRestored), Cancel);
        Assert.Equal([1], await Find(topic, "kettle"));
    }
}
