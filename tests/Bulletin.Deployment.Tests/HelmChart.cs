namespace Bulletin.Deployment.Tests;

/// <summary>The chart in deploy/helm/bulletin.</summary>
internal static class HelmChart
{
    private static readonly string Folder = Repository.Path("deploy", "helm", "bulletin");

    private static readonly Lazy<string> Helm = new(() => Manifests.Run(Repository.Path("script", "lib", "helm")).Trim());

    /// <summary>The values that stand for k8s/overlays/production.</summary>
    public static string ProductionValues { get; } = Repository.Text("deploy", "helm", "values-production.yaml");

    /// <param name="values">YAML, over the values of the chart.</param>
    /// <param name="space">The namespace of the release.</param>
    /// <returns>What would be installed, hooks included.</returns>
    /// <exception cref="InvalidOperationException">Helm refuses the values; the message has its reason.</exception>
    public static string Render(string values = "", string space = "bulletin") => With(values, file => Manifests.Run(Helm.Value, "template", "bulletin", Folder, "--namespace", space, "--values", file));

    /// <summary>Read by the typed models of Kubernetes: a field that they don't know is an error.</summary>
    public static Manifests Read(string values = "", string space = "bulletin") => new(Render(values, space));

    /// <exception cref="InvalidOperationException">Helm has a complaint or a warning.</exception>
    public static string Lint(string values) => With(values, file => Manifests.Run(Helm.Value, "lint", "--strict", Folder, "--values", file));

    private static string With(string values, Func<string, string> run)
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, values);
            return run(file);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
