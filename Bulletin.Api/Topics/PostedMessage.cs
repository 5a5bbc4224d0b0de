using System.Reflection;
using Bulletin.Api.Contract;
using Bulletin.Api.Responses;
using Bulletin.Grains.Topics;
using Microsoft.AspNetCore.Http.Metadata;

namespace Bulletin.Api.Topics;

/// <summary>Answers a post: 201 with its location, or 200 if it had already been posted.</summary>
internal sealed class PostedMessage(Posted posted) : IResult, IEndpointMetadataProvider
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var (response, message) = (httpContext.Response, posted.Message);
        response.StatusCode = posted.Repeated ? StatusCodes.Status200OK : StatusCodes.Status201Created;
        if (!posted.Repeated) response.Headers.Location = $"/api/v1/topics/{message.TopicId}/messages/{message.Seq}";
        JsonAnswer.Write(response, MessageView.Of(message));
        return Task.CompletedTask;
    }

    static void IEndpointMetadataProvider.PopulateMetadata(MethodInfo method, EndpointBuilder builder)
    {
        foreach (var status in (int[])[StatusCodes.Status201Created, StatusCodes.Status200OK])
            builder.Metadata.Add(new ProducesResponseTypeMetadata(status, typeof(MessageView), ["application/json"]));
    }
}
