using System.Text.RegularExpressions;

namespace Bulletin.Deployment.Tests;

/// <summary>The chart installs what kustomize does, field by field, except for what is listed here.</summary>
public sealed partial class HelmComparisonTests
{
    private static readonly (string Why, Regex Field)[] Differences =
    [
        ("Helm creates the namespace itself, without labels", Namespace()),
        ("Helm labels what it installs", Labels()),
        ("the migration is a hook, and so is the account that it runs with", Hook()),
        ("new settings start new pods by an annotation, and not by a new name of the ConfigMap", Checksum()),
    ];

    [Fact]
    public void With_its_own_values_the_chart_is_the_base() =>
        Assert.Equal("", Unexplained(Manifests.Render(Repository.Path("k8s", "base")), HelmChart.Render()));

    [Fact]
    public void With_the_values_for_production_the_chart_is_the_overlay_production() =>
        Assert.Equal("", Unexplained(Manifests.Of("production").Text, HelmChart.Render(HelmChart.ProductionValues)));

    [Fact]
    public void With_certificates_of_the_cluster_the_chart_is_the_overlay_with_their_component() =>
        Assert.Equal("", Unexplained(Manifests.With("production", "cluster-tls").Text, HelmChart.Render($"{HelmChart.ProductionValues}\nclusterTls: {{secret: bulletin-cluster-tls}}\n")));

    [Fact]
    public void What_is_listed_as_a_difference_is_one()
    {
        var different = Different(Manifests.Render(Repository.Path("k8s", "base")), HelmChart.Render());

        Assert.All(Differences, listed => Assert.Contains(different, field => listed.Field.IsMatch(field)));
    }

    [Theory]
    [InlineData("replicas: 3", "replicas: 4")]
    [InlineData("replicas: 3", "replicas: \"3\"")]
    [InlineData("ports: [{name: a, port: 1}]", "ports: []")]
    [InlineData("selector: {}", "selector: {a: b}")]
    public void A_difference_is_seen(string one, string other) =>
        Assert.NotEmpty(Different($"kind: Deployment\nmetadata: {{name: x}}\n{one}\n", $"kind: Deployment\nmetadata: {{name: x}}\n{other}\n"));

    private static string Unexplained(string kustomize, string helm) =>
        string.Join('\n', Different(kustomize, helm).Where(field => !Differences.Any(listed => listed.Field.IsMatch(field))));

    /// <returns>Fields that only one of the two has: &lt; kustomize, &gt; helm.</returns>
    private static List<string> Different(string kustomize, string helm)
    {
        var (ours, theirs) = (HelmFields.Of(HashInName().Replace(kustomize, "$1")), HelmFields.Of(helm));
        return [.. ours.Except(theirs).Select(field => $"< {field}"), .. theirs.Except(ours).Select(field => $"> {field}")];
    }

    [GeneratedRegex(@"\b(bulletin-(silo|gateway))-[a-z0-9]{10}\b")]
    private static partial Regex HashInName();

    [GeneratedRegex(@"^< Namespace bulletin ")]
    private static partial Regex Namespace();

    // Kustomize does not give its own label to what an overlay's components add.
    [GeneratedRegex(@"^> \S+ \S+ metadata/labels/(app\.kubernetes\.io/managed-by|helm\.sh/chart|app\.kubernetes\.io/part-of): ")]
    private static partial Regex Labels();

    [GeneratedRegex(@"^> (Job|ServiceAccount) bulletin-migrate metadata/annotations/helm\.sh/hook")]
    private static partial Regex Hook();

    [GeneratedRegex(@"^> Deployment \S+ spec/template/metadata/annotations/checksum/settings: ")]
    private static partial Regex Checksum();
}
