using System.Text.Json;
using Bulletin.Api.Admin;
using Bulletin.Api.Contract;
using Bulletin.Api.Http;
using Bulletin.Api.Topics;

namespace Bulletin.Api.Tests.Http;

public sealed class UnknownNamesTests
{
    [Fact]
    public void A_body_of_known_properties_is_accepted() => Check<PostMessageRequest>("""{"text":"tea","clientId":null,"replyTo":1,"confirmAll":true}""");

    [Fact]
    public void A_property_that_is_not_in_the_constructor_is_known() => Check<ChangeUserRequest>("""{"role":"admin","suspended":null}""");

    [Fact]
    public void Each_unknown_property_is_named_with_the_nearest_known_one() => Assert.Equal(
        new() { ["clientID"] = ["Is unknown. Did you mean clientId?"], ["colour"] = ["Is unknown."] },
        Errors<PostMessageRequest>("""{"text":"tea","clientID":"x","colour":"green"}"""));

    [Fact]
    public void What_only_the_server_knows_of_a_request_is_unknown() => Assert.Equal(["Lifts"], Errors<ChangeUserRequest>("""{"Lifts":true}""").Keys);

    [Fact]
    public void An_object_in_the_body_is_looked_into() => Assert.Equal(
        new() { ["suspended.untl"] = ["Is unknown. Did you mean suspended.until?"] },
        Errors<ChangeUserRequest>("""{"suspended":{"reason":"spam","untl":"2026-01-01"}}"""));

    [Fact]
    public void Objects_in_a_list_are_looked_into() => Assert.Equal(["txt"], Errors<IReadOnlyList<PostMessageRequest>>("""[{"text":"a"},{"txt":"b"}]""").Keys);

    [Fact]
    public void An_answer_does_not_grow_with_what_was_sent()
    {
        var errors = Errors<PostMessageRequest>($$"""{{{string.Join(',', Enumerable.Range(0, 500).Select(i => $"\"{i}{new string('x', 100)}\":1"))}}}""");

        Assert.InRange(errors.Count, 1, 20);
        Assert.All(errors.Keys, name => Assert.InRange(name.Length, 1, 65));
    }

    private static Dictionary<string, string[]> Errors<T>(string json)
    {
        var problem = Assert.Throws<ProblemException>(() => Check<T>(json)).Problem;
        Assert.Equal((400, "unknown_field"), (problem.Status, problem.Code));
        return new(problem.Errors!);
    }

    private static void Check<T>(string json)
    {
        using var body = JsonDocument.Parse(json);
        var unknown = new UnknownNames();
        unknown.AddFrom(body.RootElement, BulletinJson.Options.GetTypeInfo(typeof(T)));
        unknown.ThrowIfAny();
    }
}
