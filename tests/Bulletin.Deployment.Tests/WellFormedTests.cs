using k8s;
using k8s.Models;

namespace Bulletin.Deployment.Tests;

public sealed class WellFormedTests : OverlayTests
{
    [Fact]
    public void The_overlays_are_those_that_were_promised() => Assert.Equal(["cohosted", "local", "production"], Overlays.Select(row => row.Data));

    [Theory, MemberData(nameof(Overlays))]
    public void Kubernetes_knows_every_field_of_what_is_rendered(string overlay)
    {
        var manifests = Manifests.Of(overlay);

        Assert.True(manifests.All.Count >= 15);
        Assert.All(manifests.All, one => Assert.False(string.IsNullOrEmpty(one.Metadata.Name)));
        Assert.Distinct(manifests.All.Select(one => (one.Kind, one.Metadata.Name)));
    }

    [Fact]
    public void Kubernetes_knows_every_field_of_what_is_written()
    {
        var files = Directory.EnumerateFiles(Repository.Path("k8s"), "*.yaml", SearchOption.AllDirectories)
            .Where(file => Path.GetFileName(file) != "kustomization.yaml" && !File.ReadAllText(file).Contains("- op: ", StringComparison.Ordinal)).ToList();

        Assert.True(files.Count >= 15);
        Assert.All(files, file => Assert.NotEmpty(KubernetesYaml.LoadAllFromString(File.ReadAllText(file), strict: true)));
    }

    [Theory]
    [InlineData("  maxUnavailable: 1\n  maxUnavailabel: 1")]
    [InlineData("  maxUnavailable: 1\n  maxUnavailable: 2")]
    public void What_Kubernetes_does_not_know_is_seen(string spec) => Assert.ThrowsAny<Exception>(() =>
        KubernetesYaml.LoadAllFromString($"apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata:\n  name: x\nspec:\n{spec}\n", strict: true));

    [Theory, MemberData(nameof(Overlays))]
    public void All_of_it_is_in_one_namespace_that_lets_only_restricted_pods_in(string overlay)
    {
        var manifests = Manifests.Of(overlay);

        var space = Assert.Single(manifests.Each<V1Namespace>());
        Assert.Equal("restricted", space.Metadata.Labels["pod-security.kubernetes.io/enforce"]);
        Assert.All(manifests.All.Where(one => one is not V1Namespace), one => Assert.Equal(space.Name(), one.Metadata.NamespaceProperty));
    }

    [Theory, MemberData(nameof(Overlays))]
    public void Selectors_find_their_own_pods_and_no_others(string overlay)
    {
        var manifests = Manifests.Of(overlay);

        Assert.All(manifests.Workloads.Where(workload => workload.Selector is not null), workload =>
            Assert.Equal(workload, Assert.Single(manifests.Workloads, other => other.Is(workload.Selector!))));
        Assert.All(manifests.Each<V1Service>(), service =>
            Assert.Single(manifests.Workloads, workload => workload.Is(new V1LabelSelector { MatchLabels = service.Spec.Selector })));
    }

    [Theory, MemberData(nameof(Overlays))]
    public void What_is_referred_to_is_there_and_what_is_there_is_referred_to(string overlay)
    {
        var manifests = Manifests.Of(overlay);
        var pods = manifests.Workloads.Select(workload => workload.Pod).ToList();

        Assert.Equal(manifests.Each<V1ConfigMap>().Select(map => map.Name()).Order(),
            pods.SelectMany(pod => pod.Containers).SelectMany(container => container.EnvFrom ?? []).Select(source => source.ConfigMapRef.Name).Distinct().Order());
        Assert.Equal(manifests.Each<V1ServiceAccount>().Select(account => account.Name()).Order(),
            pods.Select(pod => pod.ServiceAccountName).Distinct().Order());
        Assert.All(pods, pod => Assert.Equal(
            (pod.Volumes ?? []).Select(volume => volume.Name).Where(name => name != "data").Order(),
            pod.Containers.SelectMany(container => container.VolumeMounts ?? []).Select(mount => mount.Name).Where(name => name != "data").Distinct().Order()));
    }
}
