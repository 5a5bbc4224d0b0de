using YamlDotNet.Serialization;

namespace Bulletin.Deployment.Tests;

/// <summary>Images are for amd64 and arm64, and each of them is built, scanned and signed.</summary>
public sealed class ArchitectureTests
{
    private static readonly List<Dictionary<object, object>> Steps = Read();

    private static Dictionary<object, object> Build => With(Steps.Single(step => Uses(step, "docker/build-push-action")));

    [Fact]
    public void One_build_pushes_both_with_their_contents_and_their_provenance()
    {
        Assert.Equal("linux/amd64,linux/arm64", Build["platforms"]);
        Assert.Equal("mode=max", Build["provenance"]);
        Assert.Equal("true", Build["sbom"]);
        Assert.Contains("push=true", (string)Build["outputs"], StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_has_a_tag_before_both_are_scanned_and_signed()
    {
        Assert.Contains("push-by-digest=true", (string)Build["outputs"], StringComparison.Ordinal);
        Assert.DoesNotContain("tags", Build.Keys);
        var tags = Steps.FindIndex(step => Run(step).Contains("imagetools create --tag \"$IMAGE:$VERSION\" \"$REFERENCE\"", StringComparison.Ordinal));
        Assert.InRange(Steps.FindIndex(step => Run(step).Contains("cosign sign", StringComparison.Ordinal)), 0, tags - 1);
        var scans = Steps.Where(step => Uses(step, "anchore/scan-action")).ToList();
        Assert.Equal(["linux/amd64", "linux/arm64"], scans.Select(step => ((Dictionary<object, object>)step["env"])["GRYPE_PLATFORM"]).Cast<string>());
        Assert.All(scans, scan =>
        {
            Assert.True(Steps.IndexOf(scan) < tags);
            Assert.Equal("true", With(scan)["fail-build"]);
            Assert.Equal("${{ env.REFERENCE }}", With(scan)["image"]);
        });
    }

    [Fact]
    public void What_is_signed_and_rolled_out_is_the_digest_that_was_built()
    {
        Assert.Contains(Steps, step => Run(step).Contains("REFERENCE=$IMAGE@${{ steps.build.outputs.digest }}", StringComparison.Ordinal));
        Assert.Contains(Steps, step => Run(step).Contains("cosign sign --yes --recursive \"$REFERENCE\"", StringComparison.Ordinal));
        Assert.Contains(Steps, step => Run(step).Contains("echo \"$REFERENCE\" >\"${{ matrix.image }}.reference\"", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("silo")]
    [InlineData("gateway")]
    public void Only_the_last_stage_is_of_the_images_architecture_and_nothing_runs_in_it(string role)
    {
        var file = Dockerfile.Of(role);
        var stages = file.Instructions.Where(one => one.Word == "FROM").Select(one => one.Arguments).ToList();

        Assert.All(stages[..^1], stage => Assert.StartsWith("--platform=${BUILDPLATFORM} ", stage, StringComparison.Ordinal));
        Assert.DoesNotContain("--platform", stages[^1], StringComparison.Ordinal);
        Assert.DoesNotContain(file.Last, one => one.Word == "RUN");
        Assert.All(file.Instructions.Where(one => one.Word == "RUN" && one.Arguments.StartsWith("dotnet ", StringComparison.Ordinal)),
            run => Assert.Contains(" --arch \"${TARGETARCH}\" ", run.Arguments, StringComparison.Ordinal));
    }

    private static bool Uses(Dictionary<object, object> step, string action) => step.GetValueOrDefault("uses") is string uses && uses.StartsWith($"{action}@", StringComparison.Ordinal);

    private static string Run(Dictionary<object, object> step) => step.GetValueOrDefault("run") as string ?? "";

    private static Dictionary<object, object> With(Dictionary<object, object> step) => (Dictionary<object, object>)step["with"];

    private static List<Dictionary<object, object>> Read()
    {
        var workflow = new DeserializerBuilder().Build().Deserialize<Dictionary<object, object>>(Repository.Text(".github", "workflows", "release.yml"));
        var images = (Dictionary<object, object>)((Dictionary<object, object>)workflow["jobs"])["images"];
        return [.. ((List<object>)images["steps"]).Cast<Dictionary<object, object>>()];
    }
}
