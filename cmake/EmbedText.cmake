# embed_text(TARGET HEADER_NAME FUNCTION FILE): makes `std::string_view FUNCTION()` in namespace
# wa::embedded, declared in <embedded/HEADER_NAME.h>, whose value is the bytes of FILE at build time.
add_custom_target(wa_embedded)
function(embed_text target name function file)
  set(dir "${CMAKE_BINARY_DIR}/generated/embedded")
  get_filename_component(path "${file}" ABSOLUTE BASE_DIR "${CMAKE_SOURCE_DIR}")
  add_custom_command(
    OUTPUT "${dir}/${name}.h" "${dir}/${name}.cc"
    COMMAND ${CMAKE_COMMAND} -DINPUT=${path} -DNAME=${name} -DFUNCTION=${function} -DDIR=${dir}
            -P "${CMAKE_SOURCE_DIR}/cmake/EmbedTextScript.cmake"
    DEPENDS "${path}" "${CMAKE_SOURCE_DIR}/cmake/EmbedTextScript.cmake"
    VERBATIM)
  add_custom_target(embed_${name} DEPENDS "${dir}/${name}.h")
  add_dependencies(wa_embedded embed_${name})
  target_sources(${target} PRIVATE "${dir}/${name}.cc" "${dir}/${name}.h")
  target_include_directories(${target} PRIVATE "${CMAKE_BINARY_DIR}/generated")
endfunction()
