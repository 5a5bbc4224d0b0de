using System.Diagnostics;

namespace Bulletin.Deployment.Tests;

/// <summary>Fields of kinds that are not Kubernetes' own, by their published schemas.</summary>
public sealed class CustomResourceTests
{
    [Theory]
    [InlineData("components/lb-gateway-api", "Gateway, HTTPRoute, HTTPRoute")]
    [InlineData("components/lb-gke", "GCPBackendPolicy, Gateway, HTTPRoute, HTTPRoute, HealthCheckPolicy")]
    [InlineData("examples/cert-manager", "Certificate, Certificate, Certificate, Issuer, Issuer, Issuer")]
    [InlineData("examples/external-secrets", "ExternalSecret, ExternalSecret, ExternalSecret, ExternalSecret, SecretStore")]
    public async Task Their_controllers_know_every_field(string component, string kinds)
    {
        var (errors, output) = await Check(OwnOverlay.Of("overlays/production", component).Text);

        Assert.Equal("", errors);
        Assert.Equal(kinds, string.Join(", ", output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal)));
    }

    [Theory]
    [InlineData("port: 443", "port: \"443\"", "must be integer")]
    [InlineData("type: PathPrefix", "type: PathPrefox", "PathPrefox")]
    [InlineData("gatewayClassName", "gatewayClass", "gatewayClass")]
    public async Task What_they_do_not_know_is_seen(string right, string wrong, string said) =>
        Assert.Contains(said, (await Check(OwnOverlay.Of("overlays/production", "components/lb-gateway-api").Text.Replace(right, wrong, StringComparison.Ordinal))).Errors, StringComparison.Ordinal);

    private static async Task<(string Errors, string Output)> Check(string manifests)
    {
        using var process = Process.Start(new ProcessStartInfo(Repository.Path("script", "lib", "custom-resources")) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.StandardInput.WriteAsync(manifests.AsMemory(), TestContext.Current.CancellationToken);
        process.StandardInput.Close();
        return (await errors, await output);
    }
}
