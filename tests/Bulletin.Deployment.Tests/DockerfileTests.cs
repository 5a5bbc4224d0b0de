using System.Text.RegularExpressions;

namespace Bulletin.Deployment.Tests;

public sealed partial class DockerfileTests
{
    public static TheoryData<string> Roles => ["silo", "gateway"];

    [Theory, MemberData(nameof(Roles))]
    public void Base_images_are_pinned_and_can_be_replaced(string role)
    {
        var file = Dockerfile.Of(role);
        var bases = file.Instructions.TakeWhile(one => one.Word != "FROM").Select(one => one.Arguments.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);

        Assert.All(bases.Values, Image.IsPinned);
        Assert.All(file.Instructions.Where(one => one.Word == "FROM"), from => Assert.Contains(BaseImage().Match(from.Arguments).Groups[1].Value, bases.Keys));
        Assert.EndsWith("-chiseled", bases["RUNTIME_IMAGE"], StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Roles))]
    public void What_runs_is_not_root_and_needs_no_shell(string role)
    {
        var file = Dockerfile.Of(role);

        Assert.Equal("1654:1654", file.Last.Last(one => one.Word == "USER").Arguments);
        Assert.DoesNotContain(file.Last, one => one.Word is "RUN" or "SHELL" or "CMD" or "HEALTHCHECK" or "ADD");
        Assert.Equal("dotnet", file.Entrypoint[0]);
        // Kubernetes runs it as the same.
        Assert.All(OverlayTests.Overlays.SelectMany(row => Manifests.Of(row.Data).Servers), server => Assert.Equal(1654, server.Pod.SecurityContext.RunAsUser));
    }

    [Theory, MemberData(nameof(Roles))]
    public void Any_builder_can_build_it(string role) => Assert.DoesNotMatch(OnlyBuildKit(), Dockerfile.Of(role).Text);

    [Theory, MemberData(nameof(Roles))]
    public void Packages_stay_in_their_layer_while_sources_change(string role)
    {
        var file = Dockerfile.Of(role);
        foreach (var (restore, manifest) in new[] { ("dotnet restore", ".csproj"), ("npm ci", "package-lock.json") })
        {
            var at = file.Instructions.ToList().FindIndex(one => one.Word == "RUN" && one.Arguments.StartsWith(restore, StringComparison.Ordinal));
            if (at < 0 && role == "silo") continue;

            var stage = file.Instructions.Take(at).Reverse().TakeWhile(one => one.Word != "FROM").Where(one => one.Word == "COPY").ToList();
            Assert.Contains(stage, copy => copy.Arguments.Contains(manifest, StringComparison.Ordinal));
            Assert.All(stage, copy => Assert.DoesNotContain(copy.Arguments.Split(' ')[..^1], source => Directory.Exists(Repository.Path(source))));
        }
    }

    [Theory, MemberData(nameof(Roles))]
    public void Images_are_published_as_programs_are(string role)
    {
        var publish = Dockerfile.Of(role).Instructions.Single(one => one.Word == "RUN" && one.Arguments.StartsWith("dotnet publish", StringComparison.Ordinal)).Arguments;

        Assert.All(Flags().Matches(Repository.Text("script", "lib", "publish").Replace("\\\n", " ", StringComparison.Ordinal)).Select(match => match.Value), flag =>
            Assert.Contains(flag, publish, StringComparison.Ordinal));
    }

    [Theory, MemberData(nameof(Roles))]
    public void The_context_holds_what_is_copied_and_little_else(string role)
    {
        var ignore = Repository.Text(".dockerignore").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var sources = Dockerfile.Of(role).Instructions.Where(one => one.Word == "COPY" && !one.Arguments.StartsWith("--from", StringComparison.Ordinal)).SelectMany(one => one.Arguments.Split(' ')[..^1]).ToList();

        Assert.Contains("*", ignore);
        Assert.All(sources, source =>
        {
            Assert.Contains($"!{source.Split('/')[0]}", ignore);
            Assert.True(Path.Exists(Repository.Path(source)), source);
        });
        Assert.All(new[] { "**/bin", "**/obj", "**/node_modules", "Bulletin.Web/dist" }, folder => Assert.Contains(folder, ignore));
    }

    [Theory, MemberData(nameof(Roles))]
    public void Images_say_what_they_are(string role) => Assert.All(
        new[] { "title", "description", "licenses", "version", "revision" },
        label => Assert.Contains($"org.opencontainers.image.{label}=", Dockerfile.Of(role).Last.Single(one => one.Word == "LABEL").Arguments, StringComparison.Ordinal));

    [GeneratedRegex(@"^(?:--platform=\S+ )?\$\{([A-Z_]+)\}")]
    private static partial Regex BaseImage();

    [GeneratedRegex(@"--mount|<<|# ?syntax=|--link|--parents", RegexOptions.IgnoreCase)]
    private static partial Regex OnlyBuildKit();

    [GeneratedRegex(@"(?<=\s)(--configuration \w+|--self-contained \w+|-p:\w+=\w+)")]
    private static partial Regex Flags();
}
