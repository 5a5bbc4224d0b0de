using k8s.Models;

namespace Bulletin.Deployment.Tests;

public sealed class ComponentTests
{
    [Fact]
    public void With_a_collector_silos_and_gateways_send_to_where_they_may()
    {
        var manifests = Manifests.With("local", "telemetry");
        var endpoints = manifests.Servers.Select(server => new Uri(manifests.Setting(server, "OTEL_EXPORTER_OTLP_ENDPOINT")!)).Distinct();

        var rule = Assert.Single(manifests.The<V1NetworkPolicy>("telemetry").Spec.Egress);
        var endpoint = Assert.Single(endpoints);
        Assert.Equal($"{endpoint.Port}", Assert.Single(rule.Ports).Port.Value);
        Assert.Equal(endpoint.Host.Split('.')[1], Assert.Single(rule.To).NamespaceSelector.MatchLabels["kubernetes.io/metadata.name"]);
    }
}
