using k8s;
using k8s.Models;

namespace Bulletin.Deployment.Tests;

public sealed class ComponentTests
{
    [Fact]
    public void With_a_collector_silos_and_gateways_send_to_where_they_may()
    {
        var manifests = Manifests.With("local", "telemetry");
        var endpoints = manifests.Servers.Select(server => new Uri(manifests.Setting(server, "OTEL_EXPORTER_OTLP_ENDPOINT")!)).Distinct();

        var rule = Assert.Single(manifests.The<V1NetworkPolicy>("telemetry").Spec.Egress);
        var endpoint = Assert.Single(endpoints);
        Assert.Equal($"{endpoint.Port}", Assert.Single(rule.Ports).Port.Value);
        Assert.Equal(endpoint.Host.Split('.')[1], Assert.Single(rule.To).NamespaceSelector.MatchLabels["kubernetes.io/metadata.name"]);
    }

    [Theory]
    [InlineData("local")]
    [InlineData("production")]
    [InlineData("cohosted")]
    public void With_certificates_of_the_cluster_silos_and_gateways_have_them_where_their_settings_say_and_may_read_the_key(string overlay)
    {
        var manifests = Manifests.With(overlay, "cluster-tls");

        Assert.NotEmpty(manifests.Servers);
        foreach (var server in manifests.Servers)
        {
            var volume = server.Pod.Volumes.Single(volume => volume.Secret?.SecretName == "bulletin-cluster-tls");
            var mount = server.Pod.Containers[0].VolumeMounts.Single(mount => mount.Name == volume.Name);
            Assert.True(mount.ReadOnlyProperty);
            foreach (var (setting, file) in new[] { ("CertificateFile", "tls.crt"), ("KeyFile", "tls.key"), ("AuthorityFile", "ca.crt") })
                Assert.Equal($"{mount.MountPath}/{file}", manifests.Setting(server, $"Cluster__Tls__{setting}"));

            // Nobody but the group that the process runs as.
            Assert.Equal(Convert.ToInt32("440", 8), volume.Secret.DefaultMode);
            Assert.Equal(server.Pod.SecurityContext.RunAsGroup, server.Pod.SecurityContext.FsGroup);
        }
    }

    [Theory]
    [InlineData("local")]
    [InlineData("production")]
    [InlineData("cohosted")]
    public void With_GitOps_the_migration_is_replaced_with_each_version_and_not_run_again_in_between(string overlay)
    {
        var job = Manifests.With(overlay, "gitops").The<V1Job>("bulletin-migrate");

        Assert.Equal("Sync", job.GetAnnotation("argocd.argoproj.io/hook"));
        Assert.Equal("BeforeHookCreation", job.GetAnnotation("argocd.argoproj.io/hook-delete-policy"));
        Assert.Equal("enabled", job.GetAnnotation("kustomize.toolkit.fluxcd.io/force"));
        Assert.Null(job.Spec.TtlSecondsAfterFinished);
    }

    [Theory]
    [InlineData("local")]
    [InlineData("production")]
    [InlineData("cohosted")]
    public void With_Argo_CD_what_the_migration_needs_comes_first_and_gateways_come_after_silos(string overlay)
    {
        var manifests = Manifests.With(overlay, "gitops");

        Assert.All(manifests.All, one => Assert.Equal(
            one switch
            {
                V1Job => "1",
                V2HorizontalPodAutoscaler => "4",
                _ when one.GetLabel("app.kubernetes.io/component") == "silo" => "2",
                _ when one.GetLabel("app.kubernetes.io/component") == "gateway" => "3",
                _ => null,
            },
            one.GetAnnotation("argocd.argoproj.io/sync-wave")));
        Assert.All(manifests.Servers, server => Assert.Contains(server.Component, new[] { "silo", "gateway" }));
    }
}
