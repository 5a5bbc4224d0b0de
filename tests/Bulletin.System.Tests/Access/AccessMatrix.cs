using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text.Json;
using Bulletin.SystemTests.Harness;

namespace Bulletin.SystemTests.Access;

/// <summary>Everybody gets the answer that the matrix says, from every call there is.</summary>
[Collection(nameof(Sites))]
public sealed class AccessMatrix(Shared shared, Sites sites) : SystemTest(shared)
{
    public static TheoryData<Engine, string> Topics => new(Enum.GetValues<Engine>().SelectMany(engine => Matrix.Topics.Select(row => (engine, row.Call))));

    public static TheoryData<Engine, string> Others => new(Enum.GetValues<Engine>().SelectMany(engine => Matrix.Others.Select(row => (engine, row.Call))));

    [Fact]
    public async Task Every_route_and_hub_method_is_in_the_matrix()
    {
        using ApiClient nobody = new((await sites.On(Engine.Sqlite)).Gateways[0]);
        var paths = (await nobody.Get("/openapi/v1.json")).Json.GetProperty("paths");
        var routes = paths.EnumerateObject().SelectMany(path => path.Value.EnumerateObject()
            .Where(operation => operation.Name is "get" or "post" or "put" or "patch" or "delete" or "head" or "options")
            .Select(operation => $"{operation.Name.ToUpperInvariant()} {path.Name}"));

        var listed = Matrix.Topics.Select(row => row.Call).Concat(Matrix.Others.Select(row => row.Call)).Select(Row.OperationOf).Distinct();

        Assert.Equal(routes.Concat(HubMethods().Select(method => $"hub {method}")).Order(StringComparer.Ordinal), listed.Order(StringComparer.Ordinal));
    }

    [Theory, MemberData(nameof(Topics))]
    public async Task Everybody_gets_the_answer_of_the_matrix(Engine engine, string call)
    {
        var site = await Watched(engine);
        var row = Matrix.Topics.Single(row => row.Call == call);
        List<string> wrong = [];
        foreach (var kind in row.Cells.GroupBy(cell => cell.Kind))
        {
            // What is made through one gateway is asked for through the other.
            var (made, asked) = site.Turn(Array.IndexOf(Matrix.Topics, row) + (int)kind.Key);
            var (scene, seen) = await Set(kind.Key, made);
            foreach (var (_, who, cell) in kind)
            {
                var changes = !row.ChangesNothing && Asking.IsAccepted(cell);
                var its = changes ? (await Set(kind.Key, made)).Scene : scene;
                var person = who == "nobody" ? null : site[who];
                var (answer, full) = await Asking.Ask(row, its, person, site, asked);
                if (answer != Asking.Meaning(cell)) wrong.Add($"{row.Call} by {who} in a {kind.Key} topic, made at {made} and asked at {asked}: expected {Asking.Meaning(cell)}, got {answer}: {full}");
                else if (!changes && !row.ChangesNothing && await scene.Seen(made) is var now && now != seen) wrong.Add($"{row.Call} by {who} in a {kind.Key} topic was refused and changed it:\n{seen}\n{now}");
            }
        }
        Assert.True(wrong.Count == 0, string.Join("\n", wrong));

        async Task<(Scene Scene, string Seen)> Set(Kind kind, int gateway)
        {
            var scene = await Scene.Set(site, kind, gateway, row.IsLocked);
            if (kind == Kind.Private) await scene.Remove(site["former"], gateway);
            return (scene, await scene.Seen(gateway));
        }
    }

    [Theory, MemberData(nameof(Others))]
    public async Task Calls_about_no_topic_are_for_who_is_signed_in(Engine engine, string call)
    {
        var site = await Watched(engine);
        var (_, stranger, signedIn, body) = Matrix.Others.Single(row => row.Call == call);
        var (made, asked) = site.Turn(Array.FindIndex(Matrix.Others, row => row.Call == call));
        var person = await site.Newcomer();

        foreach (var (who, cell) in new[] { (null, stranger), (person, signedIn) })
        {
            var (answer, full) = call.StartsWith("hub ", StringComparison.Ordinal) ? await Hub(who) : await Rest(who);
            Assert.True(answer == Asking.Meaning(cell), $"{call} by {(who is null ? "a stranger" : "somebody")}: expected {Asking.Meaning(cell)}, got {answer}: {full}");
        }

        Task<(string, string)> Rest(Everywhere? who)
        {
            var path = call.Split(' ')[1];
            return Asking.Ask(HttpMethod.Parse(call.Split(' ')[0]), Fill(path.StartsWith("/health", StringComparison.Ordinal) ? path : $"/api/v1{path}"),
                body is null ? null : Fill(JsonSerializer.Serialize(body, JsonSerializerOptions.Web)), who, site, asked);
        }

        async Task<(string, string)> Hub(Everywhere? who) =>
            who is null ? await Asking.Connect(site.Gateways[asked], "") : ("200", (await (await who.Hub(asked)).Call(call.Split(' ')[1])).ToString());

        string Fill(string text) => text
            .Replace("{self}", person.Username, StringComparison.Ordinal).Replace("{other}", site["other"].Username, StringComparison.Ordinal)
            .Replace("{nobody}", Person.NewName(), StringComparison.Ordinal).Replace("{refreshToken}", person.At(made).RefreshToken, StringComparison.Ordinal);
    }

    private async Task<Site> Watched(Engine engine)
    {
        var site = await sites.On(engine);
        foreach (var server in site.Servers) Watch(server);
        return site;
    }

    /// <summary>What clients may call on the hub of the server that the tests start.</summary>
    private static string[] HubMethods()
    {
        using PEReader program = new(File.OpenRead(Built.Server));
        var reader = program.GetMetadataReader();
        var hub = reader.TypeDefinitions.Select(reader.GetTypeDefinition).Single(type => reader.GetString(type.Name) == "BulletinHub");
        return [.. hub.GetMethods().Select(reader.GetMethodDefinition)
            .Where(method => (method.Attributes & MethodAttributes.MemberAccessMask) == MethodAttributes.Public)
            .Where(method => (method.Attributes & (MethodAttributes.Static | MethodAttributes.Virtual | MethodAttributes.SpecialName)) == 0)
            .Select(method => reader.GetString(method.Name))];
    }
}
