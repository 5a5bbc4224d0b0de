using Bulletin.Api.Directory;
using Bulletin.Api.Fanout;
using Bulletin.Api.Subscriptions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Bulletin.Api.Tests;

/// <summary>Directory events may be lost together with their silo; watchers receive the changes all the same.</summary>
public sealed class DirectoryReplicaTests(OneSilo silo) : IAsyncDisposable
{
    private readonly ServiceProvider services = new ServiceCollection().AddMetrics().AddSingleton<LiveMetrics>().BuildServiceProvider();

    [Fact]
    public async Task A_post_through_this_gateway_is_told_to_watchers_also_when_the_directory_s_word_of_it_is_lost()
    {
        var metrics = services.GetRequiredService<LiveMetrics>();
        using SubscriptionRenewals renewals = new(TimeProvider.System, NullLogger<SubscriptionRenewals>.Instance);
        var grains = LossyFactory.Around(silo.Grains, new Letters());
        PublicDirectory replica = new(grains, renewals, metrics, TimeProvider.System, NullLogger<PublicDirectory>.Instance);
        PersonalDirectories personal = new(grains, renewals, metrics, TimeProvider.System, NullLogger<PersonalDirectory>.Instance);
        Directories directories = new(replica, personal, grains, TimeProvider.System, NullLogger<Directories>.Instance);
        await using Listener watcher = new(metrics);
        var watching = directories.Watch(watcher.SendQueue, TestContext.Current.CancellationToken);
        Assert.False(watching.IsCompleted, "a copy that is not there yet can't tell what moves");
        await renewals.StartAsync(TestContext.Current.CancellationToken);
        await watching;
        var ada = await silo.SignUp();
        var topic = await silo.NewTopic(ada);
        var id = topic.GetPrimaryKey();
        await watcher.Told(t => t.GetProperty("id").GetGuid() == id && t.GetProperty("lastSeq").GetInt64() == 0);

        var posted = (await topic.Post(new(Guid.CreateVersion7(), ada, "hello", null), TestContext.Current.CancellationToken)).Value!;
        directories.Saw(posted.Message, ada.User.Id);

        await watcher.Told(t => t.GetProperty("id").GetGuid() == id && t.GetProperty("lastSeq").GetInt64() == 1);
        await renewals.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_topic_that_is_restored_through_this_gateway_is_listed_again_though_the_directory_never_told_of_its_removal()
    {
        using SubscriptionRenewals renewals = new(TimeProvider.System, NullLogger<SubscriptionRenewals>.Instance);
        var metrics = services.GetRequiredService<LiveMetrics>();
        PublicDirectory replica = new(silo.Grains, renewals, metrics, TimeProvider.System, NullLogger<PublicDirectory>.Instance);
        PersonalDirectories personal = new(silo.Grains, renewals, metrics, TimeProvider.System, NullLogger<PersonalDirectory>.Instance);
        Directories directories = new(replica, personal, silo.Grains, TimeProvider.System, NullLogger<Directories>.Instance);
        var ada = await silo.SignUp();
        var topic = (await (await silo.NewTopic(ada)).Get(ada.User.Id, TestContext.Current.CancellationToken)).Value!;
        directories.Saw(topic, ada.User.Id);
        directories.SawRemoved(topic.Id, ada.User.Id);
        Assert.Null(replica.Held(topic.Id));

        directories.SawRestored(topic);

        Assert.Equal(topic, replica.Held(topic.Id));
    }

    public ValueTask DisposeAsync() => services.DisposeAsync();
}
