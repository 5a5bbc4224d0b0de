using System.Net;
using Bulletin.SystemTests.Harness;

namespace Bulletin.SystemTests.Operations;

/// <summary>Each metric that is written about is seen to move, from outside, in the role that serves it.</summary>
public sealed class MetricsThatMove(Shared shared) : SystemTest(shared)
{
    [Fact]
    public async Task A_gateway_counts_posts_connections_joins_and_how_long_a_message_takes_to_arrive()
    {
        var both = Own(await GatewayAndSilo.Started(await (await Postgres).NewDatabase()));
        var person = await Somebody(both.Gateway);
        var topic = await person.NewTopic();
        var before = await Eventually.Get(() => Metrics.Of(both.Gateway.MetricsUrl), m => m["bulletin_live_connections"] == 0, "nobody is connected");

        var clientId = Guid.CreateVersion7();
        await person.Post(topic, "one", clientId);
        (await person.TryPost(topic, "one", clientId)).Is(HttpStatusCode.OK);
        (await person.TryPost(topic, "another", clientId)).Is(HttpStatusCode.Conflict);
        var hub = await Hub(person);
        await hub.Join(topic);
        await person.Post(topic, "two");
        await hub.Message(topic, 2);
        var again = await Hub(person);
        await again.Join(topic, afterRevision: 1);
        await (await Hub(person)).Join(topic, afterRevision: 99);
        await again.DisposeAsync();

        var after = await Eventually.Get(() => Metrics.Of(both.Gateway.MetricsUrl), m => m["bulletin_live_connections"] == 2, "one connection left");
        Assert.Equal(2, after.Since(before, "bulletin_posts_total", "outcome=\"posted\""));
        Assert.Equal(1, after.Since(before, "bulletin_posts_total", "outcome=\"repeated\""));
        Assert.Equal(1, after.Since(before, "bulletin_posts_total", "outcome=\"refused\""));
        Assert.Equal(4, after.Since(before, "bulletin_post_duration_seconds_count"));
        Assert.Equal(3, after.Since(before, "bulletin_live_connected_total"));
        foreach (var kind in new[] { "fresh", "resumed", "reset" }) Assert.Equal(1, after.Since(before, "bulletin_live_joins_total", $"kind=\"{kind}\""));
        Assert.Equal(1, after.Since(before, "bulletin_live_delivery_duration_seconds_count"));
        Assert.True(after["http_server_request_duration_seconds_count"] > before["http_server_request_duration_seconds_count"]);
        foreach (var still in new[] { "bulletin_live_waiting", "bulletin_live_in_flight_bytes", "bulletin_live_dropped_total", "bulletin_live_gaps_total", "bulletin_post_retries_total" }) _ = after[still];
    }

    [Fact]
    public async Task A_silo_counts_commits_topics_and_those_who_watch()
    {
        var both = Own(await GatewayAndSilo.Started(await (await Postgres).NewDatabase()));
        var person = await Somebody(both.Gateway);
        var topic = await person.NewTopic();
        var before = await Metrics.Of(both.Silo.OperationsUrl);
        var hub = await Hub(person);
        await hub.Join(topic);
        for (var i = 0; i < 3; i++) await person.Post(topic, $"message {i}");

        // What is served may be a third of a second old.
        var after = await Eventually.Get(() => Metrics.Of(both.Silo.OperationsUrl),
            m => m.Since(before, "bulletin_commit_batches_total", "outcome=\"committed\"") == 3, "three commits");
        Assert.Equal(3, after.Since(before, "bulletin_commit_rows_sum"));
        Assert.Equal(3, after.Since(before, "bulletin_commit_duration_seconds_count"));
        Assert.True(after["bulletin_commit_duration_seconds_sum"] > 0);
        Assert.Equal(2, after["bulletin_topics_in_memory"]);
        Assert.Equal(1, after.Since(before, "bulletin_topics_watchers"));
        Assert.Equal(0, after["bulletin_commit_waiting"]);
        Assert.Equal(0, after["bulletin_topics_waiting_changes"]);
        Assert.Equal(1, after["bulletin_cluster_silos"]);
        Assert.True(after["orleans_catalog_activations"] > 0, "no activations are counted");
    }

    [Fact]
    public async Task A_topic_taken_by_another_is_counted_as_a_fence_and_the_post_as_tried_again()
    {
        var database = await (await Postgres).NewDatabase();
        var both = Own(await GatewayAndSilo.Started(database));
        var person = await Somebody(both.Gateway);
        var topic = await person.NewTopic();
        await person.Post(topic, "the topic is claimed");

        await PostgresServer.Ask(database, "UPDATE topics SET epoch = epoch + 1 RETURNING epoch");
        await person.Post(topic, "and claimed again");

        // The topic of the warming up was taken too, and nobody writes there.
        Assert.Equal(1, (await Metrics.Of(both.Silo.OperationsUrl))["bulletin_topics_fenced_total"]);
        Assert.True((await Metrics.Of(both.Gateway.MetricsUrl))["bulletin_post_retries_total"] > 0);
    }

    [Fact]
    public async Task While_posts_wait_for_a_database_that_hangs_the_queues_say_so()
    {
        var postgres = Own(await PostgresServer.Started());
        var both = Own(await GatewayAndSilo.Started(await postgres.NewDatabase()));
        var person = await Somebody(both.Gateway);
        var topic = await person.NewTopic();
        await person.Post(topic, "the topic is claimed");

        postgres.Hang();
        var posting = Enumerable.Range(0, 5).Select(i => person.TryPost(topic, $"{i}")).ToArray();
        await Eventually.That(async () => (await Metrics.Of(both.Silo.OperationsUrl))["bulletin_topics_waiting_changes"] > 0, "posts are seen to wait");
        Assert.All(await Task.WhenAll(posting), answer => answer.Is(HttpStatusCode.ServiceUnavailable));

        var gateway = await Metrics.Of(both.Gateway.MetricsUrl);
        Assert.Equal(5, gateway["bulletin_posts_total", "outcome=\"unavailable\""]);
        await Eventually.That(async () => await Metrics.Of(both.Silo.OperationsUrl) is var silo
            && silo["bulletin_commit_batches_total", "outcome=\"failed\""] > 0 && silo["bulletin_topics_appends_of_unknown_outcome_total"] > 0, "failed commits are counted");
        postgres.Unhang();
    }

    [Fact]
    public async Task A_silo_that_dies_is_counted_by_those_that_stay_and_one_that_leaves_is_not()
    {
        var database = await (await Postgres).NewDatabase();
        var stays = Own(await SiloProcess.Started(database));
        var dies = Own(await SiloProcess.Started(database));
        await Silos(stays, 2);

        dies.Kill();

        await Silos(stays, 1);
        Assert.Equal(1, (await Metrics.Of(stays.OperationsUrl))["bulletin_cluster_silos_lost_total"]);

        var leaves = Own(await SiloProcess.Started(database));
        await Silos(stays, 2);
        Assert.Equal(0, await leaves.Terminate());
        await Silos(stays, 1);
        Assert.Equal(1, (await Metrics.Of(stays.OperationsUrl))["bulletin_cluster_silos_lost_total"]);
    }

    [Fact]
    public async Task Metrics_tell_nobody_who_signs_in_to_which_database()
    {
        var silo = Own(await SiloProcess.Started(await (await Postgres).NewDatabase()));

        var metrics = await Eventually.Get(() => Metrics.Of(silo.OperationsUrl), m => m.Names.Contains("db_client_connection_count"), "the pool is counted");

        Assert.All(metrics.Samples.Keys, series => Assert.DoesNotContain("Username=", series, StringComparison.OrdinalIgnoreCase));
    }

    private static Task Silos(SiloProcess seenBy, int count) =>
        Eventually.That(async () => (await Metrics.Of(seenBy.OperationsUrl))["bulletin_cluster_silos"] == count, $"{count} silos are active");
}
