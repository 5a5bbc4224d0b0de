using k8s.Models;

namespace Bulletin.Deployment.Tests;

public sealed class PortTests : OverlayTests
{
    private static readonly (string Setting, string Port)[] Names =
    [
        ("Cluster__SiloPort", "silo"), ("Cluster__GatewayPort", "orleans-gateway"), ("Metrics__Port", "metrics"), ("ASPNETCORE_HTTP_PORTS", "http"),
    ];

    [Theory, MemberData(nameof(Overlays))]
    public void Containers_offer_what_their_settings_say(string overlay)
    {
        var manifests = Manifests.Of(overlay);

        Assert.All(manifests.Servers, server =>
        {
            var set = Names.Select(name => (name.Port, Value: manifests.Setting(server, name.Setting))).Where(port => port.Value is not null);
            Assert.Equal(set.Select(port => $"{port.Port} {port.Value}").Order(), server.Ports.Select(port => $"{port.Name} {port.ContainerPort}").Order());
            Assert.Equal("0.0.0.0", manifests.Setting(server, "Metrics__Address"));
        });
    }

    [Theory, MemberData(nameof(Overlays))]
    public void Images_expose_what_containers_offer(string overlay) => Assert.All(Manifests.Of(overlay).Servers, server =>
        Assert.Subset(Dockerfile.Of(server.Component).Ports.ToHashSet(), server.Ports.Select(port => port.ContainerPort).ToHashSet()));

    [Theory, MemberData(nameof(Overlays))]
    public void Prometheus_is_led_to_the_metrics(string overlay) => Assert.All(Manifests.Of(overlay).Servers, server =>
    {
        var annotations = server.Template.Metadata.Annotations;
        Assert.Equal("true", annotations["prometheus.io/scrape"]);
        Assert.Equal("/metrics", annotations["prometheus.io/path"]);
        Assert.Equal(server.PortOf("metrics").ToString(System.Globalization.CultureInfo.InvariantCulture), annotations["prometheus.io/port"]);
    });

    [Theory, MemberData(nameof(Overlays))]
    public void Services_lead_to_ports_of_their_pods(string overlay)
    {
        var manifests = Manifests.Of(overlay);

        Assert.All(manifests.Each<V1Service>(), service =>
        {
            var workload = manifests.Workloads.Single(one => one.Is(new V1LabelSelector { MatchLabels = service.Spec.Selector }));
            Assert.All(service.Spec.Ports, port => Assert.Contains(workload.PortOf(port.TargetPort), workload.Ports.Select(one => one.ContainerPort)));
            Assert.NotEqual("ClientIP", service.Spec.SessionAffinity);
        });
    }

    [Theory, MemberData(nameof(Overlays))]
    public void The_way_in_leads_to_gateways_and_lets_a_hub_stay_connected(string overlay)
    {
        var manifests = Manifests.Of(overlay);

        if (overlay == "local")
        {
            Assert.Empty(manifests.Each<V1Ingress>());
            return;
        }
        var ingress = Assert.Single(manifests.Each<V1Ingress>());
        var backend = Assert.Single(Assert.Single(ingress.Spec.Rules).Http.Paths).Backend.Service;
        var service = manifests.The<V1Service>(backend.Name);
        Assert.Equal("http", manifests.Workloads.Single(one => one.Is(new V1LabelSelector { MatchLabels = service.Spec.Selector })).Ports
            .Single(port => port.Name == service.Spec.Ports.Single(one => one.Name == backend.Port.Name).TargetPort.Value).Name);
        Assert.Equal(ingress.Spec.Rules[0].Host, Assert.Single(Assert.Single(ingress.Spec.Tls).Hosts));
        Assert.Equal("1h", ingress.Metadata.Annotations["haproxy.org/timeout-tunnel"]);
        Assert.Equal("leastconn", ingress.Metadata.Annotations["haproxy.org/load-balance"]);
    }
}
