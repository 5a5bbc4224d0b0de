using Bulletin.Api.Admin;
using Bulletin.Grains.Cluster.Status;
using Bulletin.Grains.Topics.Members;

namespace Bulletin.Api.Tests.Admin;

/// <summary>What admins see of the cluster.</summary>
public sealed class ClusterViewTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_server_that_is_both_is_listed_as_a_silo_and_as_a_gateway()
    {
        var view = ClusterView.Of(Status([Process("one", Silo("a"), Gateway(connections: 7))], "a"));

        Assert.Equal(("one", "Active", (int?)3), (Assert.Single(view.Silos).Name, view.Silos[0].Status, view.Silos[0].Topics));
        Assert.Equal(("one", 7, (double?)12.3), (Assert.Single(view.Gateways).Name, view.Gateways[0].Connections, view.Gateways[0].DeliveryP50Ms));
        Assert.Null(view.Gateways[0].DeliveryP99Ms);
    }

    [Fact]
    public void A_silo_that_has_not_reported_is_listed_by_its_address()
    {
        var silo = Assert.Single(ClusterView.Of(Status([], "a")).Silos);

        Assert.Equal(new("a", "a", "Active", Version: null, StartedAt: null, Topics: null, Waiting: null), silo);
    }

    [Fact]
    public void A_silo_that_has_left_is_not_listed() => Assert.Empty(ClusterView.Of(Status([Process("one", Silo("a"), gateway: null)])).Silos);

    [Fact]
    public void The_busiest_topics_of_all_silos_are_in_one_order()
    {
        var view = ClusterView.Of(Status([Process("one", Silo("a", 5, 1), gateway: null), Process("two", Silo("b", 9), gateway: null)], "a", "b"));

        Assert.Equal([("two", 9), ("one", 5), ("one", 1)], view.Busiest.Select(topic => (topic.Silo, topic.ChangesPerMinute)));
    }

    private static ClusterStatus Status(IReadOnlyList<ProcessReport> processes, params string[] silos) =>
        new(processes, silos.ToDictionary(silo => silo, _ => "Active"));

    private static ProcessReport Process(string name, SiloReport? silo, GatewayReport? gateway) => new(name, "0.1.0", Noon, silo, gateway);

    private static SiloReport Silo(string address, params int[] changes) =>
        new(address, 3, 0, [.. changes.Select(count => new BusyTopic(Guid.CreateVersion7(), "Tea", Access.Public, count, 0))]);

    private static GatewayReport Gateway(int connections) => new(connections, 0, TimeSpan.FromMilliseconds(12.34), DeliveryP99: null);
}
