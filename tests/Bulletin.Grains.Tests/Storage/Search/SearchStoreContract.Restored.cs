namespace Bulletin.Grains.Tests.Storage.Search;

public abstract partial class SearchStoreContract
{
    [Fact]
    public async Task What_was_not_indexed_before_a_restore_is_indexed_after_it()
    {
        var topic = await NewTopicOf("kettle");
        await topic.Post("teapot");

        await storage.Topics.LeaveRevisionsBehind(Cancel);
        Assert.Equal("teapot", Assert.Single((await topic.Read())!.Changes).Text);
        await topic.Index();

        Assert.DoesNotContain(topic.Id, await Behind());
    }
}
