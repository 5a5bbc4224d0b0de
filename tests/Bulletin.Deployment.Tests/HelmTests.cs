using k8s.Models;

namespace Bulletin.Deployment.Tests;

public sealed class HelmTests
{
    [Fact]
    public void Helm_has_no_complaint_about_the_chart() => Assert.Contains("0 chart(s) failed", HelmChart.Lint(""), StringComparison.Ordinal);

    [Fact]
    public void Helm_has_no_complaint_about_the_values_for_production() => Assert.Contains("0 chart(s) failed", HelmChart.Lint(HelmChart.ProductionValues), StringComparison.Ordinal);

    [Theory]
    [InlineData("gatway: {replicas: 3}", "gatway")]
    [InlineData("gateway: {replica: 3}", "replica")]
    [InlineData("ingress: {hosts: [chat.example.org]}", "hosts")]
    [InlineData("silo: {autoscaling: {connections: 5000}}", "connections")]
    [InlineData("networkPolicies: {postgres: [{cidr: 10.20.0.0/16}]}", "cidr")]
    [InlineData("database: {password: secret}", "password")]
    public void A_value_that_the_chart_does_not_know_is_refused(string values, string named) =>
        Assert.Contains($"'{named}' not allowed", Refusal(values).Replace($"property {named} is", $"'{named}'", StringComparison.Ordinal), StringComparison.Ordinal);

    [Theory]
    [InlineData("gateway: {replicas: many}")]
    [InlineData("gateway: {settings: {Metrics__Port: 9090}}")]
    [InlineData("silo: {image: {digest: latest}}")]
    [InlineData("silo: {settings: {ConnectionStrings__Postgres: Host=db}}")]
    public void A_value_that_cannot_be_is_refused(string values) => Assert.Contains("schema", Refusal(values), StringComparison.Ordinal);

    [Fact]
    public void The_migration_comes_before_everything_but_its_account()
    {
        var hooks = HelmChart.Read().All.Where(one => one.GetAnnotation("helm.sh/hook") is not null).OrderBy(one => int.Parse(one.GetAnnotation("helm.sh/hook-weight") ?? "0", null)).ToList();

        Assert.Equal(["ServiceAccount bulletin-migrate", "Job bulletin-migrate"], hooks.Select(one => $"{one.Kind} {one.Metadata.Name}"));
        Assert.All(hooks, one => Assert.Equal("pre-install,pre-upgrade", one.GetAnnotation("helm.sh/hook")));
        Assert.All(hooks, one => Assert.Equal("before-hook-creation", one.GetAnnotation("helm.sh/hook-delete-policy")));
    }

    [Fact]
    public void Sources_and_destinations_of_the_values_are_allowed_on_their_ports()
    {
        var manifests = HelmChart.Read("""
            networkPolicies:
              loadBalancer: [{ipBlock: {cidr: 10.1.0.0/16}}, {namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: edge}}}]
              prometheus: [{podSelector: {matchLabels: {app: prometheus}}}]
              postgres: [{ipBlock: {cidr: 10.2.0.0/16}}]
            """);

        var way = Assert.Single(manifests.The<V1NetworkPolicy>("load-balancer").Spec.Ingress);
        Assert.Equal(("10.1.0.0/16", "edge", "8080"), (way.FromProperty[0].IpBlock.Cidr, way.FromProperty[1].NamespaceSelector.MatchLabels["kubernetes.io/metadata.name"], Assert.Single(way.Ports).Port.Value));
        var metrics = Assert.Single(manifests.The<V1NetworkPolicy>("metrics").Spec.Ingress);
        Assert.Equal("prometheus", Assert.Single(metrics.FromProperty).PodSelector.MatchLabels["app"]);
        var database = Assert.Single(manifests.The<V1NetworkPolicy>("postgres-clients").Spec.Egress);
        Assert.Equal(("10.2.0.0/16", "5432"), (Assert.Single(database.To).IpBlock.Cidr, Assert.Single(database.Ports).Port.Value));
    }

    // To Kubernetes, a rule with an empty list of sources allows every source.
    [Fact]
    public void An_empty_list_of_sources_allows_nobody()
    {
        var manifests = HelmChart.Read("networkPolicies: {loadBalancer: [], prometheus: []}");

        Assert.All(new[] { "load-balancer", "metrics" }, name => Assert.Null(manifests.The<V1NetworkPolicy>(name).Spec.Ingress));
    }

    [Fact]
    public void For_the_Prometheus_operator_there_is_what_its_component_has()
    {
        var component = HelmFields.Of(Component("pod-monitor.yml") + "\n---\n" + Component("prometheus-rule.yml"));

        var chart = HelmFields.Of(HelmChart.Render("prometheusOperator: {enabled: true, labels: {release: stack}}"))
            .Where(field => field.StartsWith("PodMonitor ", StringComparison.Ordinal) || field.StartsWith("PrometheusRule ", StringComparison.Ordinal)).ToHashSet();

        Assert.Empty(component.Except(chart));
        Assert.All(chart.Except(component), field => Assert.Matches("^[A-Za-z]+ bulletin metadata/(namespace|labels/)", field));
        Assert.Equal(2, chart.Count(field => field.EndsWith(" metadata/labels/release: \"stack\"", StringComparison.Ordinal)));
    }

    private static string Component(string file) => Repository.Text("k8s", "components", "prometheus-operator", file);

    private static string Refusal(string values) => Assert.Throws<InvalidOperationException>(() => HelmChart.Render(values)).Message;
}
