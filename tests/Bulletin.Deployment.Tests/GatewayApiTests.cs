using k8s.Models;

namespace Bulletin.Deployment.Tests;

/// <summary>The ways in that are a Gateway and not an Ingress.</summary>
public sealed class GatewayApiTests
{
    public static TheoryData<string, string> All => new() { { "lb-gateway-api", "eg" }, { "lb-gke", "gke-l7-global-external-managed" } };

    private static OwnOverlay Gke => OwnOverlay.Of("overlays/production", "components/lb-gke");

    [Theory, MemberData(nameof(All))]
    public void A_Gateway_of_its_class_replaces_the_Ingress(string component, string className)
    {
        var overlay = With(component);

        Assert.Empty(overlay.Manifests.Each<V1Ingress>());
        var gateway = overlay.The("Gateway", "bulletin");
        Assert.Equal(className, gateway.Text("spec.gatewayClassName"));
        Assert.Equal("443", gateway.Text("spec.listeners.1.port"));
        Assert.Equal("bulletin-tls", gateway.Text("spec.listeners.1.tls.certificateRefs.0.name"));
        Assert.All(overlay.Custom, one =>
        {
            Assert.Equal("bulletin", one.Text("metadata.namespace"));
            // k8s/rollout applies them with the gateways.
            Assert.Equal("gateway", ((Dictionary<object, object>)one.At("metadata.labels")!)["app.kubernetes.io/component"]);
        });
    }

    [Theory]
    [InlineData("lb-gateway-api")]
    [InlineData("lb-gke")]
    public void All_paths_of_the_host_lead_to_gateways_over_TLS(string component)
    {
        var overlay = With(component);
        var route = overlay.The("HTTPRoute", "bulletin");

        var service = overlay.Manifests.The<V1Service>(route.Text("spec.rules.0.backendRefs.0.name")!);
        Assert.Equal(route.Text("spec.rules.0.backendRefs.0.port"), $"{Assert.Single(service.Spec.Ports).Port}");
        Assert.Equal("/", route.Text("spec.rules.0.matches.0.path.value"));
        Assert.Equal(("bulletin", "https"), (route.Text("spec.parentRefs.0.name"), route.Text("spec.parentRefs.0.sectionName")));
        Assert.Equal(overlay.The("Gateway", "bulletin").Text("spec.listeners.1.hostname"), Assert.Single(route.Texts("spec.hostnames")));
        var redirect = overlay.The("HTTPRoute", "bulletin-redirect");
        Assert.Equal("https", redirect.Text("spec.rules.0.filters.0.requestRedirect.scheme"));
        Assert.Equal("http", redirect.Text("spec.parentRefs.0.sectionName"));
    }

    [Fact]
    public void A_route_does_not_end_hub_connections() =>
        Assert.Equal("0s", With("lb-gateway-api").The("HTTPRoute", "bulletin").Text("spec.rules.0.timeouts.request"));

    [Fact]
    public void Google_ends_hub_connections_after_a_day_at_the_earliest()
    {
        var overlay = Gke;

        Assert.Null(overlay.The("HTTPRoute", "bulletin").At("spec.rules.0.timeouts"));
        var policy = overlay.The("GCPBackendPolicy", "bulletin-gateway");
        Assert.Equal("bulletin-gateway", policy.Text("spec.targetRef.name"));
        Assert.Equal("86400", policy.Text("spec.default.timeoutSec"));
    }

    [Fact]
    public void Google_checks_pods_on_the_port_of_their_probes()
    {
        var overlay = Gke;
        var probe = overlay.Gateway.Pod.Containers[0].ReadinessProbe.HttpGet;
        var policy = overlay.The("HealthCheckPolicy", "bulletin-gateway");

        Assert.Equal("bulletin-gateway", policy.Text("spec.targetRef.name"));
        Assert.Equal("USE_FIXED_PORT", policy.Text("spec.default.config.httpHealthCheck.portSpecification"));
        Assert.Equal($"{overlay.Gateway.PortOf(probe.Port)}", policy.Text("spec.default.config.httpHealthCheck.port"));
        Assert.Equal(probe.Path, policy.Text("spec.default.config.httpHealthCheck.requestPath"));
    }

    [Fact]
    public void Behind_Google_gateways_read_the_clients_address_before_that_of_the_load_balancer()
    {
        var overlay = Gke;
        var settings = Assert.Single(overlay.Manifests.Each<V1ConfigMap>(), map => map.Name().StartsWith("bulletin-gateway", StringComparison.Ordinal)).Data;

        Assert.Equal("2", settings["ForwardedHeaders__Limit"]);
        Assert.Contains("ForwardedHeaders__KnownProxies__0", settings.Keys);
        Assert.Subset(settings.Where(one => one.Key.StartsWith("ForwardedHeaders__KnownNetworks__", StringComparison.Ordinal)).Select(one => one.Value).ToHashSet(), new HashSet<string> { "35.191.0.0/16", "130.211.0.0/22" });
        // Google's proxies keep connections for 600 seconds.
        Assert.True(int.Parse(settings["Http__KeepAliveSeconds"], null) > 600);
        Assert.All(settings.Keys, name => Assert.True(Settings.Has(name), name));
    }

    [Fact]
    public void On_Google_names_may_come_from_Cloud_DNS()
    {
        var rule = Assert.Single(Gke.Manifests.The<V1NetworkPolicy>("cloud-dns").Spec.Egress);

        Assert.Equal("169.254.169.254/32", Assert.Single(rule.To).IpBlock.Cidr);
        Assert.Equal(["TCP 53", "UDP 53"], rule.Ports.Select(port => $"{port.Protocol} {port.Port.Value}").Order());
    }

    private static OwnOverlay With(string component) => OwnOverlay.Of("overlays/production", $"components/{component}");
}
