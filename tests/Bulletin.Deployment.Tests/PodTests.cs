using k8s.Models;

namespace Bulletin.Deployment.Tests;

public sealed class PodTests : OverlayTests
{
    [Theory, MemberData(nameof(Overlays))]
    public void Pods_can_do_nothing_but_run_their_program(string overlay) => Assert.All(Manifests.Of(overlay).Workloads, workload =>
    {
        var pod = workload.Pod;
        Assert.False(pod.AutomountServiceAccountToken);
        Assert.True(pod.SecurityContext.RunAsNonRoot);
        Assert.True(pod.SecurityContext.RunAsUser > 0);
        Assert.Equal("RuntimeDefault", pod.SecurityContext.SeccompProfile.Type);
        Assert.True(pod is { HostNetwork: null or false, HostPID: null or false, HostIPC: null or false });
        Assert.Null(pod.InitContainers);
        Assert.All(pod.Volumes ?? [], volume => Assert.Null(volume.HostPath));
        Assert.All(pod.Containers, container =>
        {
            Assert.True(container.SecurityContext.ReadOnlyRootFilesystem);
            Assert.False(container.SecurityContext.AllowPrivilegeEscalation);
            Assert.Equal(["ALL"], container.SecurityContext.Capabilities.Drop);
            Assert.Null(container.SecurityContext.Capabilities.Add);
            Assert.Null(container.SecurityContext.Privileged);
        });
    });

    [Theory, MemberData(nameof(Overlays))]
    public void Pods_ask_for_CPU_and_memory_and_only_memory_has_a_limit(string overlay) =>
        Assert.All(Manifests.Of(overlay).Workloads.SelectMany(workload => workload.Pod.Containers), container =>
        {
            Assert.Equal(["cpu", "memory"], container.Resources.Requests.Keys.Order());
            Assert.Equal(["memory"], container.Resources.Limits.Keys);
            Assert.True(container.Resources.Limits["memory"].ToDecimal() >= container.Resources.Requests["memory"].ToDecimal());
        });

    [Theory, MemberData(nameof(Overlays))]
    public void Images_have_a_tag_that_names_a_version(string overlay) =>
        Assert.All(Manifests.Of(overlay).Workloads.SelectMany(workload => workload.Pod.Containers), container => Image.IsPinned(container.Image));

    [Theory, MemberData(nameof(Overlays))]
    public void One_version_runs_everywhere(string overlay) =>
        Assert.Single(Manifests.Of(overlay).Workloads.Select(workload => workload.Pod.Containers[0].Image).Where(image => image.Contains("bulletin", StringComparison.Ordinal))
            .Select(image => image[(image.LastIndexOf(':') + 1)..]).Distinct());

    [Theory, MemberData(nameof(Overlays))]
    public void Secrets_are_only_referred_to(string overlay)
    {
        var manifests = Manifests.Of(overlay);

        Assert.Empty(manifests.Each<V1Secret>());
        foreach (var workload in manifests.Workloads)
        {
            var variables = workload.Pod.Containers.SelectMany(container => container.Env ?? []).ToList();
            Assert.All(variables.Where(one => one.Name.Contains("PASSWORD", StringComparison.OrdinalIgnoreCase) || one.Name.StartsWith("ConnectionStrings", StringComparison.Ordinal)),
                one => Assert.NotNull(one.ValueFrom.SecretKeyRef));
        }
        Assert.DoesNotContain("Password=", manifests.Text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("PRIVATE KEY", manifests.Text, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Overlays))]
    public void The_readme_says_how_each_secret_is_made(string overlay)
    {
        var readme = Repository.Text("k8s", "README.md");
        var pods = Manifests.Of(overlay).Workloads.Select(workload => workload.Pod).ToList();
        var names = pods.SelectMany(pod => pod.Containers).SelectMany(container => container.Env ?? []).Select(one => one.ValueFrom?.SecretKeyRef?.Name)
            .Concat(pods.SelectMany(pod => pod.Volumes ?? []).Select(volume => volume.Secret?.SecretName)).OfType<string>().Distinct().ToList();

        Assert.True(names.Count >= 2);
        Assert.All(names, name => Assert.Contains($"secret generic {name} ", readme, StringComparison.Ordinal));
    }

    [Theory, MemberData(nameof(Overlays))]
    public void Silos_know_their_address_and_gateways_share_a_key(string overlay)
    {
        var manifests = Manifests.Of(overlay);

        Assert.All(manifests.Servers.Where(server => manifests.Setting(server, "Cluster__Role") != "Gateway"), silo =>
            Assert.Equal("status.podIP", silo.Pod.Containers[0].Env.Single(one => one.Name == "Cluster__AdvertisedAddress").ValueFrom.FieldRef.FieldPath));

        var gateway = manifests.WorkloadNamed("bulletin-gateway");
        var file = manifests.Setting(gateway, "Auth__SigningKeyFiles__0")!;
        var mount = gateway.Pod.Containers[0].VolumeMounts.Single(one => file.StartsWith(one.MountPath + "/", StringComparison.Ordinal));
        var volume = gateway.Pod.Volumes.Single(one => one.Name == mount.Name);
        Assert.NotNull(volume.Secret);
        // Its group reads it, and that is the pod's.
        Assert.Equal(Convert.ToInt32("440", 8), volume.Secret.DefaultMode);
        Assert.Equal(gateway.Pod.SecurityContext.RunAsGroup, gateway.Pod.SecurityContext.FsGroup);
    }

    [Theory, MemberData(nameof(Overlays))]
    public void The_migration_ends_by_itself_and_is_tried_again(string overlay)
    {
        var job = Manifests.Of(overlay).The<V1Job>("bulletin-migrate");

        Assert.Equal(["migrate"], job.Spec.Template.Spec.Containers[0].Args);
        Assert.Equal("Never", job.Spec.Template.Spec.RestartPolicy);
        Assert.True(job.Spec.BackoffLimit > 0);
        Assert.NotNull(job.Spec.ActiveDeadlineSeconds);
        Assert.NotNull(job.Spec.TtlSecondsAfterFinished);
    }
}
