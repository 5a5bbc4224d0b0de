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
}
