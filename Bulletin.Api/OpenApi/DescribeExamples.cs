using System.Globalization;
using Bulletin.Api.Http;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Bulletin.Api.OpenApi;

/// <summary>Adds the examples to the bodies that they are examples of.</summary>
internal sealed class DescribeExamples : IOpenApiDocumentTransformer
{
    public Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        foreach (var operation in document.Paths.Values.SelectMany(path => path.Operations!.Values))
        {
            if (operation.RequestBody?.Content is { } requests)
                foreach (var request in requests.Values) Add(request, document);
            foreach (var (status, response) in operation.Responses!)
            {
                if (response.Content is not { } answers) continue;
                foreach (var (type, answer) in answers)
                    if (type == ProblemResult.ContentType) AddProblem(answer, int.Parse(status, CultureInfo.InvariantCulture), document);
                    else Add(answer, document);
            }
        }
        return Task.CompletedTask;
    }

    private static void Add(OpenApiMediaType body, OpenApiDocument document)
    {
        if (body.Schema is OpenApiSchemaReference { Reference.Id: { } name } && Examples.Of(name) is { } example) Add(body, name, example, document);
    }

    private static void AddProblem(OpenApiMediaType body, int status, OpenApiDocument document) =>
        Add(body, string.Create(CultureInfo.InvariantCulture, $"Problem{status}"), Examples.OfProblem(status), document);

    private static void Add(OpenApiMediaType body, string name, OpenApiExample example, OpenApiDocument document)
    {
        document.AddComponent(name, example);
        body.Examples = new Dictionary<string, IOpenApiExample> { ["example"] = new OpenApiExampleReference(name, document) };
    }
}
