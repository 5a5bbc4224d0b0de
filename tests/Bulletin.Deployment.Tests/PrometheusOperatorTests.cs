using System.Text.Json;
using k8s;
using k8s.Models;

namespace Bulletin.Deployment.Tests;

/// <summary>The component for the Prometheus operator, whose kinds the typed models of Kubernetes don't know.</summary>
public sealed class PrometheusOperatorTests : OverlayTests
{
    private static readonly Custom<PodMonitor> Monitor = Read<Custom<PodMonitor>>(Component("pod-monitor.yml"));
    private static readonly Custom<PrometheusRule> Rules = Read<Custom<PrometheusRule>>(Component("prometheus-rule.yml"));
    private static readonly string Alerts = Repository.Text("deploy", "monitoring", "alerts.yml");

    [Fact]
    public void The_component_has_one_monitor_and_one_set_of_rules()
    {
        var kustomization = Read<Dictionary<string, object>>(Component("kustomization.yaml"));

        Assert.Equal(["pod-monitor.yml", "prometheus-rule.yml"], (List<object>)kustomization["resources"]);
        Assert.Equal(("monitoring.coreos.com/v1", "PodMonitor"), (Monitor.ApiVersion, Monitor.Kind));
        Assert.Equal(("monitoring.coreos.com/v1", "PrometheusRule"), (Rules.ApiVersion, Rules.Kind));
    }

    [Fact]
    public void Its_rules_are_the_alerts_that_others_load_from_their_file()
    {
        var alerts = Read<PrometheusRule>(Alerts);

        Assert.True(alerts.Groups.Sum(group => group.Rules.Count) >= 20);
        Assert.Equal(JsonSerializer.Serialize(alerts), JsonSerializer.Serialize(Rules.Spec));
    }

    [Theory, MemberData(nameof(Overlays))]
    public void Its_monitor_finds_silos_and_gateways_and_the_port_of_their_metrics(string overlay)
    {
        var manifests = Manifests.Of(overlay);

        var found = manifests.Workloads.Where(workload => workload.Is(Monitor.Spec.Selector)).ToList();

        Assert.Equal(manifests.Servers, found);
        var port = Assert.Single(Monitor.Spec.PodMetricsEndpoints).Port;
        Assert.All(found, server => Assert.Equal($"{server.PortOf(port)}", server.Template.Metadata.Annotations["prometheus.io/port"]));
    }

    [Theory, MemberData(nameof(Overlays))]
    public void Pods_that_cannot_be_scraped_are_noticed_in_its_job_and_in_that_of_all_pods(string overlay)
    {
        Assert.Contains("up{job=~\"bulletin.*\"} == 0 or up{app_kubernetes_io_name=\"bulletin\"} == 0", Alerts, StringComparison.Ordinal);
        Assert.All(Manifests.Of(overlay).Servers, server =>
        {
            Assert.Equal("bulletin", server.Labels[Monitor.Spec.JobLabel]);
            Assert.Equal("bulletin", server.Labels["app.kubernetes.io/name"]);
        });
    }

    private static string Component(string file) => Repository.Text("k8s", "components", "prometheus-operator", file);

    /// <summary>A field that is not below is an error.</summary>
    private static T Read<T>(string yaml) => KubernetesYaml.Deserialize<T>(yaml, strict: true);

    internal sealed class Custom<T> where T : new()
    {
        public string ApiVersion { get; set; } = "";
        public string Kind { get; set; } = "";
        public Dictionary<string, string> Metadata { get; set; } = [];
        public T Spec { get; set; } = new();
    }

    internal sealed class PodMonitor
    {
        public string JobLabel { get; set; } = "";
        public V1LabelSelector Selector { get; set; } = new();
        public List<Endpoint> PodMetricsEndpoints { get; set; } = [];
    }

    internal sealed class Endpoint
    {
        public string Port { get; set; } = "";
    }

    internal sealed class PrometheusRule
    {
        public List<Group> Groups { get; set; } = [];
    }

    internal sealed class Group
    {
        public string Name { get; set; } = "";
        public List<Rule> Rules { get; set; } = [];
    }

    internal sealed class Rule
    {
        public string? Record { get; set; }
        public string? Alert { get; set; }
        public string Expr { get; set; } = "";
        public string? For { get; set; }
        public Dictionary<string, string> Labels { get; set; } = [];
        public Dictionary<string, string> Annotations { get; set; } = [];
    }
}
