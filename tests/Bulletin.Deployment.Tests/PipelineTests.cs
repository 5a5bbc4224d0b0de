using System.Text.RegularExpressions;
using YamlDotNet.Serialization;

namespace Bulletin.Deployment.Tests;

public sealed partial class PipelineTests
{
    private static readonly Dictionary<object, object> Release = Read("release.yml");

    private static IEnumerable<KeyValuePair<object, object>> Jobs => Map(Release["jobs"]);

    [Theory]
    [InlineData("ci.yml")]
    [InlineData("release.yml")]
    public void Actions_are_named_by_their_full_version(string workflow)
    {
        var uses = Map(Read(workflow)["jobs"]).SelectMany(job => Steps(job.Value)).Where(step => step.ContainsKey("uses")).Select(step => (string)step["uses"]).ToList();

        Assert.True(uses.Count >= 3);
        Assert.All(uses, action => Assert.Matches(FullVersion(), action));
    }

    [Fact]
    public void A_job_may_do_what_it_is_for_and_no_more()
    {
        Assert.Equal("contents: read", Rights(Release));
        Assert.Equal(
            ["images: contents: read, id-token: write, packages: write, security-events: write", "manifests: contents: write", "rollout: contents: read"],
            Jobs.Where(job => Map(job.Value).ContainsKey("permissions")).Select(job => $"{job.Key}: {Rights(Map(job.Value))}").Order());
        Assert.All(Jobs, job => Assert.True(Map(job.Value).ContainsKey("timeout-minutes")));
    }

    [Fact]
    public void Nothing_is_rolled_out_untested_unsigned_or_without_approval()
    {
        Assert.Equal(["images: test", "manifests: images", "rollout: manifests"],
            Jobs.Where(job => Map(job.Value).ContainsKey("needs")).Select(job => $"{job.Key}: {Map(job.Value)["needs"]}").Order());
        Assert.Equal(["production"], Jobs.Select(job => Map(job.Value).GetValueOrDefault("environment")).OfType<string>());

        var commands = Commands("rollout");
        Assert.InRange(commands.IndexOf("cosign verify", StringComparison.Ordinal), 0, commands.IndexOf("k8s/rollout", StringComparison.Ordinal));
        Assert.Contains("cosign sign", Commands("images"), StringComparison.Ordinal);
        Assert.Contains(Steps(Map(Release["jobs"])["images"]), step => step.TryGetValue("with", out var with) && Map(with).GetValueOrDefault("fail-build") as string == "true");
    }

    [Fact]
    public void The_pipeline_and_the_readme_roll_out_in_one_order()
    {
        Assert.Contains("k8s/rollout bulletin.yaml", Commands("rollout"), StringComparison.Ordinal);
        Assert.DoesNotContain("kubectl", Commands("rollout"), StringComparison.Ordinal);
        Assert.Contains("k8s/rollout bulletin.yaml", Repository.Text("k8s", "README.md"), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_built_is_what_the_manifests_run()
    {
        var matrix = (List<object>)Map(Map(Map(Map(Release["jobs"])["images"])["strategy"])["matrix"])["include"];

        Assert.Equal(
            Manifests.Of("production").Workloads.Select(workload => workload.Pod.Containers[0].Image.Split(':')[0]).Distinct().Order(),
            matrix.Select(one => $"ghcr.io/bulletin-chat/{Map(one)["image"]}").Order());
        Assert.All(matrix, one => Assert.True(File.Exists(Repository.Path((string)Map(one)["dockerfile"]))));
        Assert.All(matrix, one => Assert.Contains((string)Map(one)["image"], Commands("manifests"), StringComparison.Ordinal));
        Assert.Contains("- name: ghcr.io/bulletin-chat/", Commands("manifests"), StringComparison.Ordinal);
        Assert.Contains("script/test", Commands("test"), StringComparison.Ordinal);
    }

    private static string Commands(string job) =>
        string.Join('\n', Steps(Map(Release["jobs"])[job]).Select(step => step.GetValueOrDefault("run")).OfType<string>());

    private static IEnumerable<Dictionary<object, object>> Steps(object job) => ((List<object>)Map(job)["steps"]).Select(Map);

    private static string Rights(Dictionary<object, object> of) => string.Join(", ", Map(of["permissions"]).Select(right => $"{right.Key}: {right.Value}").Order());

    private static Dictionary<object, object> Map(object node) => (Dictionary<object, object>)node;

    private static Dictionary<object, object> Read(string workflow) =>
        new DeserializerBuilder().WithDuplicateKeyChecking().Build().Deserialize<Dictionary<object, object>>(Repository.Text(".github", "workflows", workflow));

    [GeneratedRegex(@"^[\w.-]+(/[\w.-]+)+@(v\d+\.\d+\.\d+|[0-9a-f]{40})$")]
    private static partial Regex FullVersion();
}
