namespace Bulletin.Deployment.Tests;

/// <summary>An overlay as an operator's own would be: one that there is, or the base, with components; also with kinds that are not Kubernetes' own.</summary>
internal sealed class OwnOverlay
{
    private OwnOverlay(string text)
    {
        Text = text;
        var documents = text.Split("\n---\n").Select(document => (document, Custom: CustomResource.Of(document))).ToList();
        Manifests = new(string.Join("\n---\n", documents.Where(one => one.Custom is null).Select(one => one.document)));
        Custom = [.. documents.Select(one => one.Custom).OfType<CustomResource>()];
    }

    public string Text { get; }

    public Manifests Manifests { get; }

    public IReadOnlyList<CustomResource> Custom { get; }

    public Workload Gateway => Manifests.WorkloadNamed("bulletin-gateway");

    /// <param name="resource">As in <c>overlays/production</c>.</param>
    /// <param name="components">As in <c>components/lb-alb</c>.</param>
    public static OwnOverlay Of(string resource, params string[] components)
    {
        var folder = Repository.Path("artifacts", "kustomize", $"own-{Guid.CreateVersion7():n}");
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "kustomization.yaml"),
            $"namespace: bulletin\nresources: [../../../k8s/{resource}]\ncomponents:\n{string.Concat(components.Select(component => $"  - ../../../k8s/{component}\n"))}");
        try
        {
            return new(Manifests.Render(folder));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    public CustomResource The(string kind, string name) => Custom.Single(one => one.Kind == kind && one.Name == name);
}
