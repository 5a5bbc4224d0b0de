using System.Globalization;
using System.Text.RegularExpressions;
using k8s.Models;

namespace Bulletin.Deployment.Tests;

/// <summary>The components lb-…, of which an overlay has one.</summary>
public sealed partial class LoadBalancerTests
{
    /// <summary>SignalR's own interval, in seconds.</summary>
    private const int HubPing = 15;

    private static readonly string[] Google = ["35.191.0.0/16", "130.211.0.0/22"];

    public static TheoryData<string> All => ["lb-alb", "lb-gateway-api", "lb-gke", "lb-haproxy", "lb-nginx"];

    /// <summary>Where each sends from, and whether its health checks do too.</summary>
    public static TheoryData<string, string[], bool> Sources => new()
    {
        { "lb-alb", ["10.0.0.0/24", "10.0.1.0/24", "10.0.2.0/24"], true },
        { "lb-gateway-api", ["envoy-gateway-system"], false },
        { "lb-gke", Google, true },
        { "lb-haproxy", ["haproxy-controller"], false },
        { "lb-nginx", ["nginx-ingress", "ingress-nginx"], false },
    };

    [Fact]
    public void These_are_all() => Assert.Equal(
        All.Select(row => row.Data), Directory.EnumerateDirectories(Repository.Path("k8s", "components"), "lb-*").Select(folder => Path.GetFileName(folder)).Order());

    [Theory, MemberData(nameof(Sources))]
    public void Its_traffic_and_its_health_checks_come_in_and_nothing_else(string component, string[] sources, bool checks)
    {
        var overlay = With(component);

        var ports = checks ? new[] { "http", "metrics" } : ["http"];
        Assert.Equal(
            sources.SelectMany(source => ports.Select(port => $"{source} → gateway {overlay.Gateway.PortOf(port)}")).Append("monitoring → gateway 9090").Order(),
            Traffic.To(overlay.Manifests, overlay.Gateway).Order());
    }

    [Theory, MemberData(nameof(All))]
    public void It_replaces_the_one_of_the_overlay(string component)
    {
        var overlay = With(component);

        if (component == "lb-haproxy") Assert.Equal(Manifests.Of("production").Text, overlay.Text);
        else Assert.DoesNotContain(overlay.Manifests.Each<V1Ingress>(), one => one.Metadata.Annotations.Keys.Any(name => name.StartsWith("haproxy.org/", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("lb-alb", "alb")]
    [InlineData("lb-haproxy", "haproxy")]
    [InlineData("lb-nginx", "nginx")]
    public void An_Ingress_names_its_class_and_has_the_annotations_of_that_class_only(string component, string className)
    {
        var ingress = Assert.Single(With(component).Manifests.Each<V1Ingress>());

        Assert.Equal(className, ingress.Spec.IngressClassName);
        Assert.All(ingress.Metadata.Annotations.Keys, name => Assert.StartsWith($"{className}.", name, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("lb-alb", "alb.ingress.kubernetes.io/load-balancer-attributes", "idle_timeout.timeout_seconds=(\\d+)")]
    [InlineData("lb-haproxy", "haproxy.org/timeout-tunnel", "^(\\d+h)$")]
    [InlineData("lb-nginx", "nginx.org/proxy-read-timeout", "^(\\d+h)$")]
    [InlineData("lb-nginx", "nginx.org/proxy-send-timeout", "^(\\d+h)$")]
    [InlineData("lb-nginx", "nginx.ingress.kubernetes.io/proxy-read-timeout", "^(\\d+)$")]
    [InlineData("lb-nginx", "nginx.ingress.kubernetes.io/proxy-send-timeout", "^(\\d+)$")]
    public void A_hub_connection_is_not_idle_for_long_enough_to_be_closed(string component, string annotation, string pattern)
    {
        var value = Regex.Match(Assert.Single(With(component).Manifests.Each<V1Ingress>()).Metadata.Annotations[annotation], pattern).Groups[1].Value;
        var seconds = int.Parse(value.TrimEnd('h'), CultureInfo.InvariantCulture) * (value.EndsWith('h') ? 3600 : 1);

        Assert.True(seconds > 3 * HubPing);
    }

    [Fact]
    public void NGINX_passes_WebSockets_to_the_gateways() =>
        Assert.Equal("bulletin-gateway", Assert.Single(With("lb-nginx").Manifests.Each<V1Ingress>()).Metadata.Annotations["nginx.org/websocket-services"]);

    [Fact]
    public void An_ALB_closes_idle_connections_before_gateways_do()
    {
        var attributes = Assert.Single(With("lb-alb").Manifests.Each<V1Ingress>()).Metadata.Annotations["alb.ingress.kubernetes.io/load-balancer-attributes"];
        var keepAlive = KeepAlive().Match(Repository.Text("Bulletin.Api", "Hosting", "KestrelHosting.cs")).Groups[1].Value;

        Assert.True(int.Parse(IdleTimeout().Match(attributes).Groups[1].Value, CultureInfo.InvariantCulture) < int.Parse(keepAlive, CultureInfo.InvariantCulture));
    }

    [Fact]
    public void An_ALB_checks_pods_on_the_port_of_their_probes_and_holds_up_rollouts()
    {
        var overlay = With("lb-alb");
        var annotations = Assert.Single(overlay.Manifests.Each<V1Ingress>()).Metadata.Annotations;
        var probe = overlay.Gateway.Pod.Containers[0].ReadinessProbe.HttpGet;

        Assert.Equal("ip", annotations["alb.ingress.kubernetes.io/target-type"]);
        Assert.Equal($"{overlay.Gateway.PortOf(probe.Port)}", annotations["alb.ingress.kubernetes.io/healthcheck-port"]);
        Assert.Equal(probe.Path, annotations["alb.ingress.kubernetes.io/healthcheck-path"]);
        Assert.Equal("enabled", Assert.Single(overlay.Manifests.Each<V1Namespace>()).GetLabel("elbv2.k8s.aws/pod-readiness-gate-inject"));
    }

    [Theory]
    [InlineData("lb-alb")]
    [InlineData("lb-gke")]
    public void A_pod_outlives_what_a_cloud_takes_to_notice_its_end(string component)
    {
        var overlay = With(component);
        var pause = Convert.ToInt32(overlay.Gateway.Pod.Containers[0].Lifecycle.PreStop.Sleep.Seconds);

        Assert.True(pause >= 15);
        Assert.True(overlay.Gateway.Pod.TerminationGracePeriodSeconds - pause >= Manifests.Of("production").WorkloadNamed("bulletin-gateway").Pod.TerminationGracePeriodSeconds - 5);
    }

    private static OwnOverlay With(string component) => OwnOverlay.Of("overlays/production", $"components/{component}");

    [GeneratedRegex(@"DefaultKeepAliveSeconds = (\d+);")]
    private static partial Regex KeepAlive();

    [GeneratedRegex(@"idle_timeout\.timeout_seconds=(\d+)")]
    private static partial Regex IdleTimeout();
}
