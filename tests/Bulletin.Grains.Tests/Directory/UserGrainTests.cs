using Bulletin.Grains.Directory;

namespace Bulletin.Grains.Tests.Directory;

public sealed class UserGrainTests(DirectorySilo silo) : IClassFixture<DirectorySilo>
{
    private readonly Guid userId = Guid.CreateVersion7();
    private readonly Watcher gateway = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private IUserGrain Person => silo.Grains.GetGrain<IUserGrain>(userId);

    [Fact]
    public async Task A_report_reads_nothing_while_nobody_watches()
    {
        var before = silo.Index.Reads;

        await Person.Report(new([Sample.PrivateTopic(1)], [], []), Cancel);

        Assert.Equal(before, silo.Index.Reads);
    }

    [Fact]
    public async Task A_gateway_that_watches_is_given_the_list_and_told_what_moves()
    {
        var (listed, reported) = (Sample.PrivateTopic(1), Sample.PrivateTopic(2));
        silo.Index.List(userId, listed);

        var snapshot = await Watch();
        silo.Index.List(userId, listed, reported);
        await Person.Report(new([reported], [], []), Cancel);

        Assert.Equal([listed], snapshot.Head);
        Assert.True(snapshot.Complete);
        Assert.NotNull(snapshot.Silo);
        var told = await gateway.Next();
        Assert.Equal((snapshot.Activation, snapshot.Version + 1), (told.Activation, told.Version));
        Assert.Equal([reported], told.Change.Updated);
    }

    [Fact]
    public async Task A_conversation_that_goes_on_after_it_was_hidden_is_told()
    {
        await Watch();
        var conversation = Sample.Conversation(1, seq: 4);
        silo.Index.List(userId, conversation);

        await Person.Report(new([conversation], [], []), Cancel);

        Assert.Equal(conversation.Id, Assert.Single((await gateway.Next()).Change.Updated).Id);
    }

    private Task<DirectorySnapshot> Watch() =>
        Person.Watch(silo.Grains.CreateObjectReference<IDirectoryObserver>(gateway), Guid.Empty, 0, Cancel);
}
