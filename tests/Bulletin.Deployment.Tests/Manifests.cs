using System.Collections.Concurrent;
using System.Diagnostics;
using k8s;
using k8s.Models;

namespace Bulletin.Deployment.Tests;

/// <summary>What an overlay comes to, rendered by kustomize and read by the typed models of Kubernetes: a field that they don't know is an error.</summary>
internal sealed class Manifests
{
    private static readonly ConcurrentDictionary<string, Lazy<Manifests>> Rendered = new();

    public Manifests(string text)
    {
        Text = text;
        All = [.. KubernetesYaml.LoadAllFromString(Text, strict: true).Cast<IKubernetesObject<V1ObjectMeta>>()];
        Workloads = [.. All.Select(Workload.Of).OfType<Workload>()];
    }

    /// <summary>The program that renders.</summary>
    public static Lazy<string> Kubectl { get; } = new(() => Run(Repository.Path("script", "lib", "kubectl")).Trim());

    public string Text { get; }

    public IReadOnlyList<IKubernetesObject<V1ObjectMeta>> All { get; }

    public IReadOnlyList<Workload> Workloads { get; }

    /// <summary>Silos and gateways: what is rolled out, scaled and probed.</summary>
    public IEnumerable<Workload> Servers => Workloads.Where(workload => workload.Deployment is not null);

    public static Manifests Of(string overlay) => Rendered.GetOrAdd(overlay, name => new(() => new(Render(Repository.Path("k8s", "overlays", name))))).Value;

    /// <summary>An overlay with one more component, as an operator's own would have it.</summary>
    public static Manifests With(string overlay, string component)
    {
        var folder = Repository.Path("artifacts", "kustomize", $"{overlay}-{component}-{Guid.CreateVersion7():n}");
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "kustomization.yaml"), $"resources: [../../../k8s/overlays/{overlay}]\ncomponents: [../../../k8s/components/{component}]\n");
        try
        {
            return new(Render(folder));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    public IReadOnlyList<T> Each<T>() => [.. All.OfType<T>()];

    public T The<T>(string name) where T : IKubernetesObject<V1ObjectMeta> => Each<T>().Single(one => one.Metadata.Name == name);

    public Workload WorkloadNamed(string name) => Workloads.Single(workload => workload.Name == name);

    /// <summary>The setting's value, from the ConfigMaps and the variables of a workload's first container.</summary>
    public string? Setting(Workload workload, string variable) =>
        Container(workload).EnvFrom?.Select(source => The<V1ConfigMap>(source.ConfigMapRef.Name).Data.TryGetValue(variable, out var value) ? value : null).FirstOrDefault(value => value is not null)
        ?? Container(workload).Env?.FirstOrDefault(one => one.Name == variable)?.Value;

    private static V1Container Container(Workload workload) => workload.Pod.Containers[0];

    public static string Render(string folder) => Run(Kubectl.Value, "kustomize", folder);

    public static string Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)}: {errors.Result}");
    }
}
