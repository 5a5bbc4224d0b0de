using k8s.Models;

namespace Bulletin.Deployment.Tests;

/// <summary>The examples for operators that bring what Bulletin expects to find.</summary>
public sealed class ExampleTests
{
    [Theory]
    [InlineData("overlays/production")]
    [InlineData("overlays/cohosted")]
    public void External_secrets_are_those_that_pods_read(string resource)
    {
        var overlay = OwnOverlay.Of(resource, "examples/external-secrets");
        var read = overlay.Manifests.Workloads.SelectMany(workload =>
            workload.Pod.Containers[0].Env.Select(one => one.ValueFrom?.SecretKeyRef).OfType<V1SecretKeySelector>().Select(one => one.Name)
            .Concat(workload.Pod.Volumes.Select(one => one.Secret?.SecretName).OfType<string>())).Distinct();

        var secrets = overlay.Custom.Where(one => one.Kind == "ExternalSecret").ToList();

        Assert.Equal(read.Order(), secrets.Select(one => one.Name).Order());
        Assert.All(secrets, one => Assert.Equal("bulletin", one.Text("spec.secretStoreRef.name")));
    }

    [Fact]
    public void External_secrets_have_the_keys_that_pods_and_the_readme_name()
    {
        var overlay = OwnOverlay.Of("overlays/production", "examples/external-secrets");
        string? Key(string secret) => overlay.The("ExternalSecret", secret).Text("spec.data.0.secretKey");

        Assert.All(overlay.Manifests.Workloads.SelectMany(workload => workload.Pod.Containers[0].Env).Select(one => one.ValueFrom?.SecretKeyRef).OfType<V1SecretKeySelector>(),
            read => Assert.Equal(read.Key, Key(read.Name)));
        Assert.Equal(Path.GetFileName(overlay.Manifests.Setting(overlay.Gateway, "Auth__SigningKeyFiles__0")), Key("bulletin-signing"));
        Assert.Equal("ca.pem", Key("bulletin-postgres-ca"));
        var account = overlay.The("SecretStore", "bulletin").Text("spec.provider.aws.auth.jwt.serviceAccountRef.name")!;
        Assert.Contains("eks.amazonaws.com/role-arn", overlay.Manifests.The<V1ServiceAccount>(account).Metadata.Annotations.Keys);
    }

    [Fact]
    public void The_certificate_of_the_host_is_where_the_way_in_looks_for_it()
    {
        var overlay = OwnOverlay.Of("overlays/production", "examples/cert-manager");
        var certificate = overlay.The("Certificate", "bulletin-tls");
        var ingress = Assert.Single(overlay.Manifests.Each<V1Ingress>());

        Assert.Equal(Assert.Single(ingress.Spec.Tls).SecretName, certificate.Text("spec.secretName"));
        Assert.Equal(Assert.Single(ingress.Spec.Tls[0].Hosts), Assert.Single(certificate.Texts("spec.dnsNames")));
        Assert.Equal(ingress.Spec.IngressClassName, overlay.The("Issuer", certificate.Text("spec.issuerRef.name")!).Text("spec.acme.solvers.0.http01.ingress.ingressClassName"));
        var solver = overlay.Manifests.The<V1NetworkPolicy>("http01-solver").Spec;
        Assert.Equal("8089", Assert.Single(Assert.Single(solver.Ingress).Ports).Port.Value);
        Assert.All(overlay.Manifests.Workloads, workload => Assert.False(workload.Is(solver.PodSelector)));
    }

    [Fact]
    public void Certificates_inside_the_cluster_are_where_its_component_looks_for_them_and_serve_both_ends()
    {
        var overlay = OwnOverlay.Of("overlays/production", "components/cluster-tls", "examples/cert-manager");
        var certificate = overlay.The("Certificate", "bulletin-cluster-tls");

        Assert.All(overlay.Manifests.Servers, server => Assert.Contains(server.Pod.Volumes, volume => volume.Secret?.SecretName == certificate.Text("spec.secretName")));
        Assert.Subset(certificate.Texts("spec.usages").ToHashSet(), new HashSet<string> { "server auth", "client auth" });
        var issuer = overlay.The("Issuer", certificate.Text("spec.issuerRef.name")!);
        var authority = Assert.Single(overlay.Custom, one => one.Kind == "Certificate" && one.Text("spec.secretName") == issuer.Text("spec.ca.secretName"));
        Assert.Equal("true", authority.Text("spec.isCA"));
    }
}
